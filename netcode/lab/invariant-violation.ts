/** What a run must never show. */
export type InvariantName =
  | 'agreement'
  | 'inputs'
  | 'fencing'
  | 'leader'
  | 'lamport'
  | 'chat'
  | 'rallies'
  | 'disk'
  | 'result'
  | 'ready'
  | 'frozen'
  | 'outage'
  | 'bounded'
  | 'quiet'
  | 'ending'
  | 'progress'
  | 'thrown';

/** An invariant does not hold. Ends the run: what follows says nothing more. */
export class InvariantViolation extends Error {
  readonly invariant: InvariantName;

  /** @param detail what was seen, in words and numbers */
  constructor(invariant: InvariantName, detail: string) {
    super(detail);
    this.name = 'Broken';
    this.invariant = invariant;
  }
}
