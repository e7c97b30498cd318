import { describe, expect, it } from 'vitest';
import { NO_TERM, type Term } from '../wire/match-record.ts';
import { Election, type Vote } from './election.ts';

/** A peer of an election with a disk that stores when it is told to. */
function voter(localId: number, saved = NO_TERM) {
  const log: Term[] = [];
  const writes: (() => void)[] = [];
  const election = new Election(
    localId,
    saved,
    (term, stored) =>
      writes.push(() => {
        log.push(term);
        stored();
      }),
    () => undefined,
  );
  const store = (): void => {
    for (const write of writes.splice(0)) write();
  };
  return { election, log, store };
}

const vote = (values: Partial<Vote>): Vote => ({ term: 0, leaderId: 0, hears: 0, asks: 0, promisedTerm: 0, promisedId: 0, ...values });

describe('a candidate', () => {
  it('that hears nobody claims nothing', () => {
    const { election } = voter(1);
    election.heard(0, 2);
    election.poll(501);
    expect(election.asks).toBe(0);
  });

  it('that hears a lower one claims nothing', () => {
    const { election } = voter(2);
    election.heard(0, 1);
    election.heard(0, 3);
    election.poll(10);
    expect(election.asks).toBe(0);
  });

  it('leads with the consent of all that it hears, once its own is on its disk, and not of some', () => {
    const { election, log, store } = voter(2);
    election.heard(0, 3);
    election.heard(0, 4);
    election.poll(10);
    expect(election.asks).toBe(1);
    election.beat(20, 3, vote({ promisedTerm: 1, promisedId: 2 }));
    election.poll(21);
    store();
    expect(election.leads).toBe(false);
    election.beat(30, 4, vote({ promisedTerm: 1, promisedId: 2 }));
    election.poll(31);
    expect(election.leads).toBe(false);
    store();
    expect(election.leads).toBe(true);
    expect(log).toEqual([{ number: 1, leaderId: 2 }]);
  });

  it('need not wait for one that it no longer hears', () => {
    const { election, store } = voter(2);
    election.heard(0, 4);
    election.poll(10);
    election.beat(400, 3, vote({ promisedTerm: 1, promisedId: 2 }));
    election.poll(501);
    store();
    expect(election.leads).toBe(true);
  });

  it('asks for a higher number when its own is somebody else’s, and not again at once', () => {
    const { election } = voter(2);
    election.beat(0, 3, vote({}));
    election.poll(10);
    election.beat(20, 3, vote({ promisedTerm: 1, promisedId: 4 }));
    election.poll(21);
    expect(election.asks).toBe(1);
    election.poll(210);
    expect(election.asks).toBe(2);
  });

  it('asks for a higher number than one that it was promised in an earlier life', () => {
    const { election } = voter(2, { number: 7, leaderId: 1 });
    election.beat(0, 3, vote({ promisedTerm: 9, promisedId: 2 }));
    election.poll(1);
    expect(election.asks).toBe(10);
  });

  it.each([
    [2, true],
    [3, false],
  ])('(%i) of which one says nothing leads those who answer within a second: %s', (id, leads) => {
    const { election, store } = voter(id);
    for (let ms = 0; ms <= 1000; ms += 50) {
      election.beat(ms, 5, vote({}));
      election.beat(ms, 6, vote({ promisedTerm: election.asks, promisedId: election.asks === 0 ? 0 : id }));
      election.poll(ms);
      store();
      expect(election.leads).toBe(leads && ms >= 1000);
    }
  });

  it('to which nobody consents leads nobody, however long it asks', () => {
    const { election, store } = voter(1);
    for (let ms = 0; ms <= 5000; ms += 50) {
      election.beat(ms, 3, vote({}));
      election.poll(ms);
      store();
    }
    expect(election.leads).toBe(false);
  });

  it('that was away for hundreds of terms gets to their number in steps', () => {
    const { election } = voter(1, { number: 3, leaderId: 1 });
    for (let ms = 0; ms < 2000; ms += 50) {
      election.beat(ms, 3, vote({ promisedTerm: 500, promisedId: 2 }));
      election.poll(ms);
    }
    expect(election.asks).toBe(501);
  });

  it.each(['asks', 'leads'])('believes the other player at once when it %s, however many terms it has missed', (what) => {
    const { election, store } = voter(1, { number: 3, leaderId: 1 });
    if (what === 'leads') {
      for (const ms of [0, 1]) {
        election.beat(ms, 3, vote({ promisedTerm: election.asks, promisedId: election.asks === 0 ? 0 : 1 }));
        election.poll(ms);
      }
      store();
    }
    expect(election.leads).toBe(what === 'leads');
    election.beat(300, 2, vote({ term: 3000, leaderId: 2, promisedTerm: 3000, promisedId: 2 }));
    election.poll(300);
    expect(election.asks).toBe(3001);
  });

  it('can’t be made to ask for number after number without end', () => {
    const { election } = voter(1);
    for (let ms = 0; ms < 60_000; ms += 50) {
      election.beat(ms, 3, vote({ promisedTerm: election.asks + 64, promisedId: 3 }));
      election.poll(ms);
    }
    expect(election.asks).toBeLessThan(65 * (16 + 6));
  });

  it('that leads asks again when a peer has given its word for this term to somebody else', () => {
    const { election, store } = voter(1);
    election.beat(0, 2, vote({}));
    election.poll(0);
    election.beat(5, 2, vote({ promisedTerm: 1, promisedId: 1 }));
    election.poll(5);
    store();
    expect(election.leads).toBe(true);
    election.beat(300, 3, vote({ promisedTerm: 1, promisedId: 4 }));
    election.poll(300);
    expect(election.asks).toBe(2);
  });
});

describe('consent', () => {
  it.each([
    ['asks', 450],
    ['asks', 2000],
    ['leads', 450],
    ['leads', 2000],
  ])('is not given to one that %s right after standing still for %i ms: what a lower one said meanwhile may come next', (what, stillMs) => {
    const { election, store } = voter(3);
    for (const id of [1, 2]) election.heard(0, id);
    election.poll(90);
    const wakeMs = 90 + stillMs;
    const second = what === 'asks' ? vote({ asks: 1 }) : vote({ term: 1, leaderId: 2 });
    // What waited while nothing ran here is taken in any order.
    election.beat(wakeMs, 2, second);
    election.beat(wakeMs + 1, 1, vote({ asks: 1 }));
    store();
    expect(election.promised).toEqual(NO_TERM);
    election.beat(wakeMs + 250, 2, second);
    election.beat(wakeMs + 250, 1, vote({ asks: 1 }));
    store();
    expect(election.promised).toEqual({ number: 1, leaderId: 1 });
  });

  it('is given a moment after standing still to one that is the lowest then', () => {
    const { election, store } = voter(3);
    election.heard(0, 2);
    election.beat(610, 2, vote({ asks: 1 }));
    election.beat(860, 2, vote({ asks: 1 }));
    store();
    expect(election.promised).toEqual({ number: 1, leaderId: 2 });
  });

  it('is given at once to the first that comes, however long there was nobody', () => {
    const { election, store } = voter(3);
    election.poll(0);
    election.beat(9000, 2, vote({ asks: 1 }));
    store();
    expect(election.promised).toEqual({ number: 1, leaderId: 2 });
  });

  it('is said once it is on the disk, and given once in a term, across restarts too', () => {
    const { election, log, store } = voter(5);
    election.beat(0, 3, vote({ asks: 1 }));
    expect(election.promised).toEqual(NO_TERM);
    store();
    expect(election.promised).toEqual({ number: 1, leaderId: 3 });
    election.beat(10, 2, vote({ asks: 1 }));
    store();
    expect(election.promised).toEqual({ number: 1, leaderId: 3 });
    const again = voter(5, log.at(-1));
    again.election.beat(20, 2, vote({ asks: 1 }));
    again.store();
    expect(again.election.promised).toEqual({ number: 1, leaderId: 3 });
    again.election.beat(30, 2, vote({ asks: 2 }));
    again.store();
    expect(again.election.promised).toEqual({ number: 2, leaderId: 2 });
  });

  it('is refused while a lower one is heard', () => {
    const { election, store } = voter(4);
    election.heard(0, 1);
    election.poll(200);
    election.beat(400, 3, vote({ asks: 1 }));
    store();
    expect(election.promised).toEqual(NO_TERM);
    election.poll(450);
    election.beat(501, 3, vote({ asks: 1 }));
    store();
    expect(election.promised).toEqual({ number: 1, leaderId: 3 });
  });

  it('is given once in 0.2 s, and a leader followed no faster', () => {
    const { election, log, store } = voter(5);
    for (let ms = 0; ms < 1000; ms += 10) {
      election.beat(ms, 3, vote(ms % 20 === 0 ? { asks: log.length + 1 } : { term: log.length + 1, leaderId: 3 }));
      store();
    }
    expect(log.length).toBe(5);
  });

  it('is given to spectators in 64 numbers after the newest player’s, and to a player in any: it is never kept out', () => {
    const { election, log, store } = voter(5, { number: 10, leaderId: 1 });
    election.beat(0, 3, vote({ asks: 75 }));
    election.beat(0, 3, vote({ term: 75, leaderId: 3 }));
    store();
    expect(log).toEqual([]);
    election.beat(0, 3, vote({ asks: 74 }));
    store();
    election.beat(300, 1, vote({ asks: 2000 }));
    store();
    election.poll(600);
    election.beat(900, 3, vote({ asks: 2064 }));
    store();
    expect(log.map(({ number }) => number)).toEqual([74, 2000, 2064]);
  });

  it('that a peer was away for does not keep it from following a player in a number far above', () => {
    const { election, store } = voter(5, { number: 3, leaderId: 1 });
    election.beat(0, 2, vote({ term: 3000, leaderId: 2 }));
    store();
    expect(election.term).toEqual({ number: 3000, leaderId: 2 });
  });

  it('is nobody’s lead: a peer acts on a leader that says so itself, after a restart too', () => {
    const { election, store } = voter(4, { number: 2, leaderId: 3 });
    expect(election.term).toEqual(NO_TERM);
    election.beat(0, 5, vote({ term: 2, leaderId: 3 }));
    store();
    expect(election.term).toEqual(NO_TERM);
    election.beat(0, 3, vote({ term: 2, leaderId: 3 }));
    expect(election.term).toEqual({ number: 2, leaderId: 3 });
  });
});

describe('a leader that nobody chose', () => {
  it('is not followed while a lower one is heard', () => {
    const { election, store } = voter(4);
    election.heard(0, 1);
    election.beat(10, 3, vote({ term: 5, leaderId: 3 }));
    store();
    expect(election.term).toEqual(NO_TERM);
  });

  it('is not followed in a number that can’t have been', () => {
    const { election, store } = voter(4);
    election.beat(10, 3, vote({ term: 2_000_000, leaderId: 3 }));
    store();
    expect(election.term).toEqual(NO_TERM);
  });

  it('is not followed in a term that was given to another one', () => {
    const { election, store } = voter(4);
    election.beat(0, 3, vote({ asks: 5 }));
    store();
    election.beat(10, 2, vote({ term: 5, leaderId: 2 }));
    store();
    expect(election.term).toEqual(NO_TERM);
  });

  it('has its number passed over by the one who may lead', () => {
    const { election } = voter(1);
    election.beat(0, 3, vote({ term: 5, leaderId: 3 }));
    election.poll(1);
    expect(election.asks).toBe(6);
  });
});
