import { SILENCE_MS } from '../session/liveness.ts';
import { RateLimit } from '../session/rate-limit.ts';
import { HEARTBEAT_MS } from '../session/timing.ts';
import { NO_TERM, type Term } from '../wire/match-record.ts';
import { FIRST_SPECTATOR } from '../wire/peer-ids.ts';
import type { TableBeat } from '../wire/table-beat.ts';

/** Highest number that a packet can carry. */
const MAX_TERM = 0x1fffff;
/**
 * Numbers that spectators have for themselves after one that a player led, and the most that a candidate goes up at once: changes of leader
 * while both players are away are few, and a player who is back passes all of them with the next number that it asks for.
 */
const MAX_TERM_LEAD = 64;
/** The same by a player's word: {@link RAISE_BURST} such steps are more than spectators can drive it in two hours, and it takes a liar long, too. */
const MAX_PLAYER_LEAD = 4096;
/** Between two numbers that one peer asks for or consents to, in ms. Each costs every peer a write to its disk. */
const TERM_PAUSE_MS = 200;
/** A peer may ask for this many numbers at that pace, and one more each {@link RAISE_REFILL_MS}: a liar could have it ask without end. */
const RAISE_BURST = 16;
const RAISE_REFILL_MS = 10_000;
/** How long a player waits for the consent of everybody that it hears, in ms: many times what honest peers need. */
const PATIENCE_MS = 1000;
/** A peer that did nothing for longer than this stood still, in ms: one whose last beat was late already counts as silent then, whatever it said since. */
const STILL_MS = SILENCE_MS - 2 * HEARTBEAT_MS;
/** After that it consents to nobody for this long, in ms: a lower one that is alive says something every 0.1 s, and two of those may be late. */
const WAKING_MS = 250;

/** What a beat says that counts for an election. */
export type Vote = Pick<TableBeat, 'term' | 'leaderId' | 'hears' | 'asks' | 'promisedTerm' | 'promisedId'>;

interface Voter {
  heardMs: number;
  /** Its newest beat; undefined before the first. */
  vote: Vote | undefined;
}

/**
 * Chooses the leader of a table: the lowest id that is alive, with the consent of every peer that it hears; a player, after a while, with that of
 * some. It needs no majority, because nothing depends on there being one leader only: play goes on between the two players alone, whoever leads.
 * What it guarantees is that no peer acts on two leaders in one term, across restarts too: a peer consents to a term once, and has it on disk
 * before it says so.
 */
export class Election {
  /** The term that this peer acts on; on its disk. After a restart there is none until somebody acts on one: a consent may have come to nothing. */
  term = NO_TERM;
  /** Number of the term for which this peer asks everybody's consent; 0 when it doesn't. */
  asks = 0;
  /** The newest consent that is on disk. */
  promised: Term;

  readonly #localId: number;
  readonly #persist: (term: Term, stored: () => void) => void;
  readonly #changed: () => void;
  readonly #voters = new Map<number, Voter>();
  /** The newest consent, on disk or on its way there. */
  #consented: Term;
  #consentedMs = Number.NEGATIVE_INFINITY;
  /** Highest number in which a spectator may lead. */
  #spectatorLimit: number;
  readonly #raises = new RateLimit(RAISE_BURST, RAISE_REFILL_MS);
  #raisedMs = Number.NEGATIVE_INFINITY;
  /** Since when this peer asks, if it does. */
  #asksSinceMs = 0;
  /** When anything last happened here, and when it did after standing still. */
  #runsMs = Number.POSITIVE_INFINITY;
  #wokeMs = Number.NEGATIVE_INFINITY;

  /**
   * @param saved the newest term that this peer has consented to, from its log
   * @param persist writes a term, and calls back when it is on the disk
   * @param changed called when the others should hear at once what this peer says now
   */
  constructor(localId: number, saved: Term, persist: (term: Term, stored: () => void) => void, changed: () => void) {
    this.#localId = localId;
    this.promised = saved;
    this.#consented = saved;
    this.#spectatorLimit = saved.number + MAX_TERM_LEAD;
    this.#persist = persist;
    this.#changed = changed;
  }

  /** True when this peer acts on a term of its own. */
  get leads(): boolean {
    return this.term.leaderId === this.#localId;
  }

  /** A packet of this peer came. */
  heard(nowMs: number, id: number): void {
    this.#runs(nowMs);
    this.#voter(id).heardMs = nowMs;
  }

  /** Whether a peer acts on our term: what we send as its leader is dropped before. */
  isFollowedBy(id: number): boolean {
    const vote = this.#voters.get(id)?.vote;
    return vote?.leaderId === this.#localId && vote.term === this.term.number;
  }

  /** This peer can't be reached any more. */
  gone(id: number): void {
    this.#voters.delete(id);
  }

  /** Ids that were heard within 0.5 s, as bits. */
  mask(nowMs: number): number {
    let mask = 0;
    for (const [id, voter] of this.#voters) if (isHeard(nowMs, voter)) mask |= 1 << id;
    return mask;
  }

  /** Takes what a peer says of itself. */
  beat(nowMs: number, id: number, { term, leaderId, hears, asks, promisedTerm, promisedId }: Vote): void {
    this.#runs(nowMs);
    const voter = this.#voter(id);
    voter.heardMs = nowMs;
    voter.vote = { term, leaderId, hears, asks, promisedTerm, promisedId };
    if (leaderId === id) this.announced(nowMs, { number: term, leaderId });
    if (asks > 0 && this.#isLowest(nowMs, id)) this.#consider(nowMs, { number: asks, leaderId: id });
  }

  /** A leader itself says that it leads a term: we follow when it is a higher one, and nobody lower is there to lead. */
  announced(nowMs: number, term: Term): void {
    if (term.number <= this.term.number || term.number < this.#consented.number) return;
    if (!this.#isLowest(nowMs, term.leaderId)) return;
    if (this.#mayConsent(nowMs, term)) this.#consent(nowMs, term, () => this.#act(term));
    // Of the number that we have consented to, only that leader, and only once the consent is on the disk.
    else if (term.leaderId === this.promised.leaderId && term.number === this.promised.number) this.#act(term);
  }

  /** Time has passed: asks for consent, or takes the lead that everybody who is heard has consented to. */
  poll(nowMs: number): void {
    this.#runs(nowMs);
    const heard = [...this.#voters].filter(([, voter]) => isHeard(nowMs, voter));
    // Who hears nobody claims nothing; a lower one that is heard is the one to lead.
    const isFollowed = this.leads && !heard.some(([id, { vote }]) => this.#needsHigher(id, vote));
    if (isFollowed || heard.length === 0 || heard.some(([id]) => id < this.#localId)) {
      this.asks = 0;
      return;
    }
    // Our own consent is on its way to the disk.
    if (this.asks > 0 && this.#consented.leaderId === this.#localId && this.#consented.number === this.asks) return;
    if (this.asks === 0) this.#asksSinceMs = nowMs;
    const asked = this.asks;
    const consents = heard.filter(([, { vote }]) => vote?.promisedTerm === asked && vote.promisedId === this.#localId).length;
    // No spectator keeps a player from leading those who want it; who was left out follows what it says then.
    const isLate = this.#localId < FIRST_SPECTATOR && nowMs - this.#asksSinceMs >= PATIENCE_MS;
    if (asked > this.#consented.number && (consents === heard.length || (isLate && consents > 0))) {
      const term = { number: asked, leaderId: this.#localId };
      this.#consent(nowMs, term, () => this.#act(term));
      return;
    }
    const taken = Math.max(this.#consented.number, ...heard.map(([id, { vote }]) => this.#taken(id, vote)));
    if (asked > taken || taken >= MAX_TERM || nowMs - this.#raisedMs < TERM_PAUSE_MS) return;
    // Who will be refused anyway keeps to the number that it has: it would only take another one from the candidate to come.
    if ((asked > 0 && !isLate && !this.urgent(nowMs)) || !this.#raises.allow(nowMs)) return;
    this.#raisedMs = nowMs;
    this.asks = taken + 1;
    this.#changed();
  }

  /** True when this peer asks and nobody it hears has a reason to refuse: an answer is a matter of milliseconds, and worth asking for often. */
  urgent(nowMs: number): boolean {
    if (this.asks === 0) return false;
    const lower = (1 << this.#localId) - 1;
    return ![...this.#voters.values()].some((voter) => isHeard(nowMs, voter) && ((voter.vote?.hears ?? 0) & lower) !== 0);
  }

  /** Which of some peers are not heard by this one, nor by any other of them that it hears; all of them when it hears them and one does not hear another. */
  missing(nowMs: number, ids: readonly number[]): readonly number[] {
    const others = ids.filter((id) => id !== this.#localId);
    const heard = others.filter((id) => this.hears(nowMs, id));
    const isHeardBy = (by: number, id: number): boolean => by !== id && ((this.#voters.get(by)?.vote?.hears ?? 0) & (1 << id)) !== 0;
    if (heard.length < others.length) return others.filter((id) => !heard.includes(id) && !heard.some((by) => isHeardBy(by, id)));
    return others.every((id) => others.every((other) => other === id || isHeardBy(id, other))) ? [] : others;
  }

  /** Whether a peer is heard. */
  hears(nowMs: number, id: number): boolean {
    return (this.mask(nowMs) & (1 << id)) !== 0;
  }

  /** Notes whether this process stood still: it heard nobody in that time, whoever spoke. With nobody to hear it has missed nothing. */
  #runs(nowMs: number): void {
    if (nowMs - this.#runsMs > STILL_MS && this.#voters.size > 0) this.#wokeMs = nowMs;
    this.#runsMs = nowMs;
  }

  #voter(id: number): Voter {
    const known = this.#voters.get(id);
    if (known !== undefined) return known;
    const voter = { heardMs: Number.NEGATIVE_INFINITY, vote: undefined };
    this.#voters.set(id, voter);
    return voter;
  }

  /** Whether a peer can follow us in a higher term only: it acts on one or on another leader of ours, or has given its word for ours to somebody else, where we did not hear it. */
  #needsHigher(id: number, vote: Vote | undefined): boolean {
    if (vote === undefined || Math.max(vote.term, vote.promisedTerm) > this.#consented.number + lead(id)) return false;
    const { number } = this.term;
    // Two that could not hear each other may have taken the same number.
    if (vote.term >= number) return vote.term > number || vote.leaderId !== this.#localId;
    return vote.promisedTerm > number || (vote.promisedTerm === number && vote.promisedId !== this.#localId);
  }

  #isLowest(nowMs: number, id: number): boolean {
    return id < this.#localId && ![...this.#voters].some(([other, voter]) => other < id && isHeard(nowMs, voter));
  }

  /** Highest number that a peer has consented to or acts on, but for its answer to what we ask. */
  #taken(id: number, vote: Vote | undefined): number {
    if (vote === undefined) return 0;
    const { term, promisedTerm, promisedId } = vote;
    const answers = promisedId === this.#localId && promisedTerm === this.asks;
    const highest = answers ? term : Math.max(term, promisedTerm);
    // One that was away for long gets there in steps.
    return Math.min(highest, Math.max(this.#consented.number, this.asks) + lead(id));
  }

  /** Consents to a candidate, unless another one has our word. */
  #consider(nowMs: number, candidate: Term): void {
    if (this.#mayConsent(nowMs, candidate)) this.#consent(nowMs, candidate, () => undefined);
  }

  /** Whether a number is new and may be, once it is known who is there: a player's always, because what spectators did while it was away must not keep it out. */
  #mayConsent(nowMs: number, { number, leaderId }: Term): boolean {
    if (number <= this.#consented.number || nowMs - this.#consentedMs < TERM_PAUSE_MS || nowMs - this.#wokeMs < WAKING_MS) return false;
    return leaderId < FIRST_SPECTATOR || number <= this.#spectatorLimit;
  }

  #consent(nowMs: number, term: Term, stored: () => void): void {
    this.#consented = term;
    this.#consentedMs = nowMs;
    if (term.leaderId < FIRST_SPECTATOR) this.#spectatorLimit = term.number + MAX_TERM_LEAD;
    this.#persist(term, () => {
      this.promised = term;
      stored();
      this.#changed();
    });
  }

  #act(term: Term): void {
    if (term.number <= this.term.number) return;
    this.term = term;
    this.asks = 0;
    this.#changed();
  }
}

/** How far beyond what we know a peer's word may lead us. */
function lead(id: number): number {
  return id < FIRST_SPECTATOR ? MAX_PLAYER_LEAD : MAX_TERM_LEAD;
}

function isHeard(nowMs: number, { heardMs }: Voter): boolean {
  return nowMs - heardMs <= SILENCE_MS;
}
