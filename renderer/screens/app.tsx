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
export function App({ controller, sounds }: { readonly controller: AppController; readonly sounds: Sounds }) {
  useLive(controller);
  const { screen } = controller;
  switch (screen.name) {
    case 'menu':
      return <MenuScreen controller={controller} />;
    case 'settings':
      return <SettingsScreen controller={controller} />;
    case 'network-settings':
      return <NetworkSettingsScreen controller={controller} />;
    case 'network-test':
      return <NetworkTestScreen controller={controller} />;
    case 'other-ways':
      return <OtherWaysScreen controller={controller} />;
    case 'paste':
      return <PasteScreen controller={controller} />;
    case 'link':
      return <LinkScreen controller={controller} link={screen.link} />;
    case 'host':
      return <HostScreen controller={controller} screen={screen} />;
    case 'join':
      return <JoinScreen controller={controller} screen={screen} />;
    case 'match':
      return <MatchScreen controller={controller} view={screen.view} sounds={sounds} />;
  }
}
