import type { RendezvousStatus } from '../contract/desktop.ts';

/** Nobody can be met anywhere. */
export class RendezvousUnreachable extends Error {
  readonly tried: readonly RendezvousStatus[];

  constructor(tried: readonly RendezvousStatus[], options: ErrorOptions) {
    super(tried.map(({ kind, url, problem }) => `${url || kind}: ${problem}`).join(' '), options);
    this.tried = tried;
  }
}
