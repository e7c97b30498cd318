/** What two peers can't agree on. */
export type DisputeCause =
  /** The remote peer said so, and not why. */
  | 'told'
  /** The remote peer came back to another match. */
  | 'other-match'
  /** A resume of the remote peer: it does not follow on what both know, or contradicts what this peer holds. */
  | 'gap'
  | 'own-inputs-differ'
  | 'remote-inputs-differ'
  | 'confirmed-play-changed'
  | 'replay-differs'
  | 'checkpoint-differs'
  | 'too-far-ahead'
  /** What the two hold on their disks has no common past. */
  | 'impossible-epoch'
  | 'no-common-checkpoint'
  | 'counted-rally-missing'
  /** States differed again and again after resuming from what both had confirmed. */
  | 'resync-failed'
  /** A result of the remote peer can't be true. */
  | 'result-of-no-checkpoint'
  | 'results-differ'
  | 'result-not-seen'
  | 'claimed-too-early'
  /** For a spectator: what it is sent contradicts what it has seen. */
  | 'checkpoints-do-not-fit'
  | 'damaged';

/** A field of the first words on a connection that is not what it must be. */
export interface HelloDifference {
  readonly field: 'protocol' | 'rules' | 'ticks-per-second' | 'input-bits' | 'signed-inputs' | 'peer-id';
  readonly ours: number;
  readonly theirs: number;
}

/** Why a match is over for this peer. The words for people are the application's. */
export type MatchEnd =
  /** A player has left on purpose; `by` is its peer id, or this peer's own. */
  | { readonly reason: 'left'; readonly by: number }
  /** There was a connection and never a match: it closed, or the remote peer said nothing on it. */
  | { readonly reason: 'lost'; readonly cause: 'closed' | 'silent' }
  /** A peer has another version of the game; `differs` is undefined when it was the one that found out. */
  | { readonly reason: 'version'; readonly from: number; readonly differs?: HelloDifference }
  /** The peers hold different things to be true, and no score is changed. */
  | { readonly reason: 'dispute'; readonly from: number; readonly cause: DisputeCause; readonly tick?: number }
  /** A player did not come back in time. The winner's player index; undefined when both had claimed the match, so that nobody wins. */
  | { readonly reason: 'forfeit'; readonly winner: 0 | 1 | undefined };
