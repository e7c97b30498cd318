import type { Sounds } from '../sound/sounds.ts';
import type { Stage } from '../stage.ts';
import { HostScreen } from './host-screen.tsx';
import { JoinScreen } from './join-screen.tsx';
import { MatchScreen } from './match-screen.tsx';
import { MenuScreen } from './menu-screen.tsx';
import { SettingsScreen } from './settings-screen.tsx';
import { useLive } from './use-live.ts';

/** Everything that stands over the court. */
export function App({ stage, sounds, problems }: { readonly stage: Stage; readonly sounds: Sounds; readonly problems: readonly string[] }) {
  useLive(stage);
  const { screen } = stage;
  switch (screen.name) {
    case 'menu':
      return <MenuScreen stage={stage} problems={problems} />;
    case 'settings':
      return <SettingsScreen stage={stage} />;
    case 'host':
      return <HostScreen stage={stage} screen={screen} />;
    case 'join':
      return <JoinScreen stage={stage} screen={screen} />;
    case 'match':
      return <MatchScreen stage={stage} view={screen.view} sounds={sounds} />;
  }
}
