import type { MeetingPlace } from '../desktop.ts';

/** How each of the places stands where players may meet, in the order in which they were put up. */
export class PlaceBoard {
  readonly #places = new Map<string, MeetingPlace>();

  /** @param urls of the brokers of the settings */
  constructor(urls: readonly string[], lanPlay: boolean) {
    for (const url of urls) this.#put({ kind: 'broker', url });
    this.#put({ kind: 'machine', url: '' });
    if (lanPlay) this.#put({ kind: 'lan', url: '' });
  }

  /** All of them as they are now. */
  list(): readonly MeetingPlace[] {
    return [...this.#places.values()];
  }

  /** Notes that players can meet there. */
  open(kind: MeetingPlace['kind'], url = '', addresses: readonly string[] = []): void {
    this.#put({ kind, url, open: true, addresses });
  }

  /** Notes that they can't, and why. */
  fail(kind: MeetingPlace['kind'], problem: string, url = ''): void {
    this.#put({ kind, url, problem });
  }

  #put(place: Pick<MeetingPlace, 'kind' | 'url'> & Partial<MeetingPlace>): void {
    this.#places.set(`${place.kind} ${place.url}`, { open: false, problem: '', addresses: [], ...place });
  }
}
