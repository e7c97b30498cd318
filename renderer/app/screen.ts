import type { JoinCodeError, JoinLink } from 'paddlewire-netcode/rendezvous';
import type { MatchView } from '../match/match-view.ts';
import type { ConnectError, ConnectFindings, ConnectStage } from '../webrtc/link.ts';

/** Why a connection failed, and what was found out on the way. */
export interface ConnectFailure {
  readonly error: ConnectError;
  readonly findings: ConnectFindings;
}

/** Screens that need to know nothing but that they are shown. */
export type PlainScreen = 'menu' | 'settings' | 'network-settings' | 'network-test' | 'other-ways' | 'paste';

/** What stands over the court. */
export type Screen =
  | { readonly name: PlainScreen }
  | {
      readonly name: 'host';
      readonly progress: ConnectStage;
      readonly code: string;
      readonly renewed: boolean;
      /** On the list of open games. */
      readonly listed: boolean;
      readonly failure?: ConnectFailure;
    }
  | {
      readonly name: 'join';
      /** The code as it is shown, of the attempt that is under way or has failed. */
      readonly code?: string;
      readonly progress?: ConnectStage;
      readonly failure?: ConnectFailure;
      /** What is wrong with the code that was typed. */
      readonly mistake?: JoinCodeError;
    }
  /** A link was opened, undefined when it leads nowhere: nothing happens before the player says yes, and after a no all is as before. */
  | { readonly name: 'link'; readonly link: JoinLink | undefined; readonly before: Screen }
  | { readonly name: 'match'; readonly view: MatchView };
