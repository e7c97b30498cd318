import { randomBytes } from 'node:crypto';
import { type Announcement, announcementPacket, asksForGames } from './dns-sd.ts';
import { type LanLink, LanLinks } from './lan-links.ts';

/** Nothing is answered twice within this time on one link, in ms, whoever asks how often: everybody hears each answer. */
const answerEveryMs = 250;

/** A second announcement on a link that has come up, in ms after the first, in case that one got lost (RFC 6762, section 8.3). */
const repeatMs = 1_000;

/** Announces a broker on every interface of this machine until it is closed. */
export class LanAnnouncer {
  readonly #announcement: Announcement;
  readonly #links: LanLinks;
  readonly #answering = new Set<LanLink>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  /**
   * @param port where the broker listens on all interfaces
   * @param onProblem told why it can't be announced somewhere, in the words of the system; there it can still be typed
   */
  constructor(port: number, onProblem: (detail: string) => void) {
    this.#announcement = { instance: randomBytes(8).toString('hex'), port };
    this.#links = new LanLinks({
      onUp: (link) => {
        this.#announce(link, 0);
        this.#announce(link, repeatMs);
      },
      onPacket: (packet, _from, link) => {
        if (packet.type === 'query' && asksForGames(packet)) this.#answer(link);
      },
      onProblem,
    });
  }

  /** Tells everybody that it is gone. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#links.sendToAll((link) => this.#packet(link, true));
    this.#links.close();
  }

  #answer(link: LanLink): void {
    if (this.#answering.has(link)) return;
    this.#answering.add(link);
    this.#announce(link, 0);
    // Who asks meanwhile has either heard that answer or asks again: browsers repeat their question.
    this.#later(answerEveryMs, () => this.#answering.delete(link));
  }

  #announce(link: LanLink, afterMs: number): void {
    this.#later(afterMs, () => void this.#links.send(link, this.#packet(link, false)));
  }

  #later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }

  #packet({ interfaceName }: LanLink, gone: boolean) {
    return announcementPacket(this.#announcement, this.#links.addressesOn(interfaceName), gone);
  }
}
