import { FIRST_SPECTATOR, MAX_SIGNAL_BYTES } from 'paddlewire-netcode/table';
import type { DesktopCalls, Settings } from '../../electron/contract/desktop.ts';
import { SKILLS, type Skill } from '../../netcode/pong/computer-player.ts';
import type { MatchView } from '../match/match-view.ts';
import { PlayerMatch, type PlayerMatchOptions } from '../match/player-match.ts';
import { PracticeMatch } from '../match/practice-match.ts';
import type { SavedGame } from '../match/saved-games.ts';
import { SpectatorMatch } from '../match/spectator-match.ts';
import { ConnectionAttempt } from '../rendezvous/connection-attempt.ts';
import type { RendezvousClient } from '../rendezvous/rendezvous-client.ts';
import { reunite } from '../rendezvous/reunite.ts';
import type { Connected } from '../webrtc/link.ts';

type PracticeLevel = Settings['practiceLevel'];

/** How well the computer plays at each level, and what it is called. */
export const opponents: Readonly<Record<PracticeLevel, { readonly skill: Skill; readonly name: string }>> = {
  beginner: { skill: SKILLS[0], name: 'Beginner computer' },
  casual: { skill: SKILLS[1], name: 'Casual computer' },
  club: { skill: SKILLS[2], name: 'Club computer' },
  champion: { skill: SKILLS[3], name: 'Champion computer' },
};

/** A match in this window alone: against the computer, of two people here, or of two computers as a backdrop. */
export function newPractice(kind: 'practice' | 'local' | 'show', { name, inputDelayTicks, practiceLevel }: Settings): MatchView {
  // Behind the menu fair players: rallies last and points fall.
  const opponent = opponents[kind === 'practice' ? practiceLevel : 'club'];
  return new PracticeMatch({
    kind,
    names: [name, kind === 'local' ? 'Guest' : opponent.name],
    skill: opponent.skill,
    seed: crypto.getRandomValues(new Int32Array(1))[0] ?? 1,
    nowMs: performance.now(),
    // Of two people here neither may be later than the other.
    inputDelayTicks: kind === 'practice' ? inputDelayTicks : 0,
  });
}

/** Makes matches over the network, with the settings of the moment. */
export class MatchFactory {
  readonly #calls: DesktopCalls;
  readonly #rendezvous: RendezvousClient;
  readonly #settings: () => Settings;

  constructor(calls: DesktopCalls, rendezvous: RendezvousClient, settings: () => Settings) {
    this.#calls = calls;
    this.#rendezvous = rendezvous;
    this.#settings = settings;
  }

  /** The match over a connection that has just been opened, to play or to watch. */
  begin(connected: Connected): PlayerMatch | SpectatorMatch {
    return (connected.localId < FIRST_SPECTATOR ? PlayerMatch : SpectatorMatch).begin(connected, this.#options());
  }

  /** A match from the disk; it waits there for the other player. */
  resume({ watched, saved }: SavedGame): PlayerMatch | SpectatorMatch {
    return (watched ? SpectatorMatch : PlayerMatch).resume(saved, this.#options());
  }

  #options(): PlayerMatchOptions {
    const { name, inputDelayTicks, graceSeconds } = this.#settings();
    return {
      name,
      inputDelayTicks,
      graceMs: graceSeconds * 1000,
      reunite: (resumeSecret, hosts, onLink) => reunite(this.#rendezvous, this.#settings(), resumeSecret, hosts, onLink),
      signalled: (initiator) => new ConnectionAttempt(initiator, this.#settings(), { maxSignalBytes: MAX_SIGNAL_BYTES }),
      store: (matchId, record) => this.#calls.appendMatchRecord(matchId, record),
    };
  }
}
