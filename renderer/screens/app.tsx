import type { AppController } from '../app/app-controller.ts';
import type { Sounds } from '../sound/sounds.ts';
import { HostScreen } from './host-screen.tsx';
import { JoinScreen } from './join-screen.tsx';
import { LinkScreen } from './link-screen.tsx';
import { MatchScreen } from './match-screen.tsx';
import { MenuScreen } from './menu-screen.tsx';
import { NetworkSettingsScreen } from './network-settings-screen.tsx';
import { NetworkTestScreen } from './network-test-screen.tsx';
import { OtherWaysScreen } from './other-ways-screen.tsx';
import { PasteScreen } from './paste-screen.tsx';
import { SettingsScreen } from './settings-screen.tsx';
import { useLive } from './use-live.ts';

/** Everything that stands over the court. */
export function App({ stage, sounds }: { readonly stage: AppController; readonly sounds: Sounds }) {
  useLive(stage);
  const { screen } = stage;
  switch (screen.name) {
    case 'menu':
      return <MenuScreen stage={stage} />;
    case 'settings':
      return <SettingsScreen stage={stage} />;
    case 'network-settings':
      return <NetworkSettingsScreen stage={stage} />;
    case 'network-test':
      return <NetworkTestScreen stage={stage} />;
    case 'other-ways':
      return <OtherWaysScreen stage={stage} />;
    case 'paste':
      return <PasteScreen stage={stage} />;
    case 'link':
      return <LinkScreen stage={stage} link={screen.link} />;
    case 'host':
      return <HostScreen stage={stage} screen={screen} />;
    case 'join':
      return <JoinScreen stage={stage} screen={screen} />;
    case 'match':
      return <MatchScreen stage={stage} view={screen.view} sounds={sounds} />;
  }
}
