import { disagreements, type MatchHistory, newestShared, readMatchHistory, scoreAfter } from './match-history.ts';

/** Watches the logs of both sides of one match: what was committed once must stay, on both disks and the same on both. */
export class MatchGuard {
  readonly #dataDirs: readonly [string, string];
  /** Chains of the rallies that were committed, by number. */
  #committed = new Map<number, string>();

  constructor(dataDirs: readonly [string, string]) {
    this.#dataDirs = dataDirs;
  }

  /** Whether both sides' newest logs are of the same match. */
  get sameMatch(): boolean {
    const [left, right] = this.#dataDirs.map((dataDir) => readMatchHistory(dataDir).saved);
    return left !== undefined && right !== undefined && left.epoch > 0 && right.epoch > 0 && hex(left.head.token) === hex(right.head.token);
  }

  /** Score from which both will go on. To be asked for while neither plays. */
  get score(): readonly [left: number, right: number] {
    return scoreAfter(newestShared(readMatchHistory(this.#dataDirs[0]), readMatchHistory(this.#dataDirs[1])));
  }

  /** Rallies that were committed so far. */
  get rallies(): number {
    return this.#committed.size;
  }

  /** Another match has begun. */
  restart(): void {
    this.#committed = new Map();
  }

  /**
   * Reads both logs, also while the windows write to them.
   *
   * @returns what is wrong, in words
   */
  look(): string[] {
    // What a log says to be committed was on the other side's disk before: so each is compared with a later look at the other.
    const left = readMatchHistory(this.#dataDirs[0]);
    const right = readMatchHistory(this.#dataDirs[1]);
    const leftLater = readMatchHistory(this.#dataDirs[0]);
    const found = [...disagreements(left, right), ...disagreements(right, leftLater)];
    for (const [side, history] of [leftLater, right].entries()) found.push(...this.#missing(side, history));
    for (const { committed, checkpoints } of [left, right]) {
      for (const number of committed) this.#committed.set(number, hex(checkpoints.get(number)?.chain));
    }
    return [...new Set(found)];
  }

  #missing(side: number, { checkpoints }: MatchHistory): string[] {
    return [...this.#committed]
      .filter(([number, chain]) => hex(checkpoints.get(number)?.chain) !== chain)
      .map(([number]) => `rally ${number}, committed before, is lost or changed on side ${side}`);
  }
}

function hex(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('hex');
}
