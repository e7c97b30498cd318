import type { RendezvousStatus } from '../contract/desktop.ts';

/** How each of the places stands where players may meet, in the order in which they were put up. */
export class RendezvousStatusBoard {
  readonly #places = new Map<string, RendezvousStatus>();

  /** @param urls of the brokers of the settings */
  constructor(urls: readonly string[], lanPlay: boolean) {
    for (const url of urls) this.#put({ kind: 'broker', url });
    this.#put({ kind: 'machine', url: '' });
    if (lanPlay) this.#put({ kind: 'lan', url: '' });
  }

  /** All of them as they are now. */
  list(): readonly RendezvousStatus[] {
    return [...this.#places.values()];
  }

  /** Notes that players can meet there. */
  open(kind: RendezvousStatus['kind'], url = '', addresses: readonly string[] = []): void {
    this.#put({ kind, url, open: true, addresses });
  }

  /** Notes that they can't, and why. */
  fail(kind: RendezvousStatus['kind'], problem: string, url = ''): void {
    this.#put({ kind, url, problem });
  }

  /** Notes that there is no time left for those that have neither opened nor failed. */
  giveUp(): void {
    for (const { kind, url, open, problem } of this.list()) if (!open && problem === '') this.fail(kind, 'It did not answer in time.', url);
  }

  #put(place: Pick<RendezvousStatus, 'kind' | 'url'> & Partial<RendezvousStatus>): void {
    this.#places.set(`${place.kind} ${place.url}`, { open: false, problem: '', addresses: [], ...place });
  }
}
