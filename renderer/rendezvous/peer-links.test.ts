import type { SessionEvent } from 'paddlewire-netcode/session';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ConnectError, Connected, Link, LinkHandlers } from '../webrtc/link.ts';
import { encodeSignals } from '../webrtc/signal.ts';
import type { ConnectionAttempt } from './connection-attempt.ts';
import { PeerLinks } from './peer-links.ts';

const secret = new Uint8Array(32).fill(5);
const peersOf = (...ids: readonly number[]): ReadonlyMap<number, { readonly secret: Uint8Array }> =>
  new Map(ids.map((id) => [id, { secret }]));
const notStuck = (): number => 0;
const offer = encodeSignals([{ type: 'offer', sdp: 'offer' }]);

/** A connection that a test speaks through. */
class TestLink implements Link {
  readonly gone = new Promise<void>(() => undefined);
  closed = false;
  readonly sent: Uint8Array[] = [];
  handlers: LinkHandlers | undefined;

  readonly queuedBytes = 0;
  sendFast(bytes: Uint8Array): void {
    this.sent.push(bytes);
  }

  sendReliable(bytes: Uint8Array): void {
    this.sent.push(bytes);
  }

  listen(handlers: LinkHandlers): void {
    this.handlers = handlers;
  }

  close(): void {
    this.closed = true;
  }
}

/** A connection in the making that a test opens. */
class TestAttempt {
  readonly initiator: boolean;
  readonly taken: string[] = [];
  cancelled = false;
  finish: (result: Connected | ConnectError) => void = () => undefined;
  readonly result = new Promise<Connected | ConnectError>((resolve) => {
    this.finish = resolve;
  });

  constructor(initiator: boolean) {
    this.initiator = initiator;
  }

  connect(): void {
    return;
  }

  take({ type }: { readonly type: string }): void {
    this.taken.push(type);
  }

  cancel(): void {
    this.cancelled = true;
  }

  open(link: Link): Promise<void> {
    this.finish({ link, localId: 0, remoteId: 0, resumeSecret: secret });
    return Promise.resolve();
  }
}

interface Reunion {
  readonly hosts: boolean;
  readonly onLink: (link: Link) => void;
  stopped: boolean;
}

function meshOf(localId: number) {
  const events: SessionEvent[] = [];
  const reunions: Reunion[] = [];
  const attempts: TestAttempt[] = [];
  const mesh = new PeerLinks(
    localId,
    {
      reunite: (_, hosts, onLink) => {
        const reunion: Reunion = { hosts, onLink, stopped: false };
        reunions.push(reunion);
        return () => {
          reunion.stopped = true;
        };
      },
      signalled: (initiator) => {
        const attempt = new TestAttempt(initiator);
        attempts.push(attempt);
        // Of a connection in the making, these links use what this one has.
        return attempt as unknown as ConnectionAttempt;
      },
    },
    (event) => events.push(event),
  );
  return { mesh, events, reunions, attempts };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 10_000, toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('looks for everybody who is not there, and the lower id hosts', () => {
  const { mesh, reunions } = meshOf(2);
  mesh.poll(performance.now(), peersOf(1, 3), notStuck);
  mesh.poll(performance.now(), peersOf(1, 3), notStuck);
  expect(reunions.map(({ hosts }) => hosts)).toEqual([false, true]);
});

it('uses a connection as soon as there is one, says so before anything that came on it, and looks no more', () => {
  const { mesh, events, reunions } = meshOf(1);
  mesh.poll(performance.now(), peersOf(3), notStuck);
  const link = new TestLink();
  reunions[0]!.onLink(link);
  link.handlers!.reliable(Uint8Array.of(1));
  mesh.sendFast(3, Uint8Array.of(7));
  mesh.poll(performance.now(), peersOf(3), notStuck);
  expect(events.map(({ type }) => type)).toEqual(['linkOpened', 'reliable']);
  expect(link.sent).toEqual([Uint8Array.of(7)]);
  expect(reunions).toHaveLength(1);
});

it('tries another connection beside one that is silent, and stops when something is heard again', () => {
  const { mesh, reunions } = meshOf(1);
  const link = new TestLink();
  mesh.adopt(3, link);
  mesh.poll(performance.now() + 4_900, peersOf(3), notStuck);
  expect(reunions).toHaveLength(0);
  vi.advanceTimersByTime(5_100);
  mesh.poll(performance.now(), peersOf(3), notStuck);
  expect(reunions).toHaveLength(1);
  link.handlers!.fast(Uint8Array.of(1));
  mesh.poll(performance.now(), peersOf(3), notStuck);
  expect(reunions[0]!.stopped).toBe(true);
  expect(link.closed).toBe(false);
});

it('tries another connection to a peer who is heard but of no use', () => {
  const { mesh, reunions } = meshOf(1);
  const link = new TestLink();
  mesh.adopt(2, link);
  vi.advanceTimersByTime(6_000);
  link.handlers!.fast(Uint8Array.of(1));
  mesh.poll(performance.now(), peersOf(2), () => 3_500);
  expect(reunions).toHaveLength(1);
});

it('closes the old connection for a new one, and hears nothing of its end', () => {
  const { mesh, events } = meshOf(1);
  const [before, after] = [new TestLink(), new TestLink()];
  mesh.adopt(3, before);
  mesh.adopt(3, after);
  before.handlers!.closed();
  before.handlers!.fast(Uint8Array.of(1));
  expect(before.closed).toBe(true);
  expect(events.map(({ type }) => type)).toEqual(['linkOpened', 'linkOpened']);
});

it('looks at once for a peer whose connection has ended', () => {
  const { mesh, events, reunions } = meshOf(1);
  const link = new TestLink();
  mesh.adopt(3, link);
  link.handlers!.closed();
  mesh.poll(performance.now(), peersOf(3), notStuck);
  expect(events.at(-1)).toEqual({ type: 'linkClosed', from: 3 });
  expect(reunions).toHaveLength(1);
});

it('has the host carry signals to a third peer first, and meets it at the rendezvous when nothing comes of that', async () => {
  const { mesh, reunions, attempts } = meshOf(3);
  mesh.adopt(1, new TestLink());
  mesh.poll(performance.now(), peersOf(1, 2), notStuck);
  expect(attempts.map(({ initiator }) => initiator)).toEqual([true]);
  expect(reunions).toHaveLength(0);
  attempts[0]!.finish('network-blocked');
  await attempts[0]!.result;
  mesh.poll(performance.now(), peersOf(1, 2), notStuck);
  expect(attempts).toHaveLength(1);
  expect(reunions).toHaveLength(1);
});

it('answers an offer that the host has carried, and uses the connection that comes of it', async () => {
  const { mesh, events, reunions, attempts } = meshOf(2);
  mesh.adopt(1, new TestLink());
  mesh.poll(performance.now(), peersOf(1, 3), notStuck);
  expect(reunions).toHaveLength(1);
  mesh.take(3, secret, offer);
  expect(reunions[0]!.stopped).toBe(true);
  expect(attempts.map(({ initiator, taken }) => [initiator, taken])).toEqual([[false, ['offer']]]);
  await attempts[0]!.open(new TestLink());
  expect(events.at(-1)).toEqual({ type: 'linkOpened', from: 3 });
});

it('answers an offer of a peer that was introduced a moment ago, before it has looked for it', () => {
  const { mesh, attempts, reunions } = meshOf(2);
  mesh.take(3, secret, offer);
  expect(attempts.map(({ initiator }) => initiator)).toEqual([false]);
  mesh.poll(performance.now(), peersOf(3), notStuck);
  expect(reunions).toEqual([]);
});

it('answers no offer of a lower id, which waits for one itself', () => {
  const { mesh, attempts } = meshOf(4);
  mesh.take(3, secret, offer);
  expect(attempts).toEqual([]);
});

it('closes everything for a peer that is at the table no more, says so, and closes a connection that comes too late', async () => {
  const { mesh, events, attempts } = meshOf(3);
  const link = new TestLink();
  mesh.adopt(1, new TestLink());
  mesh.adopt(4, link);
  mesh.poll(performance.now(), peersOf(1, 2, 4), notStuck);
  mesh.poll(performance.now(), peersOf(1), notStuck);
  expect(link.closed).toBe(true);
  expect(events.filter(({ type }) => type === 'linkClosed')).toEqual([{ type: 'linkClosed', from: 4 }]);
  expect(attempts[0]!.cancelled).toBe(true);
  const late = new TestLink();
  await attempts[0]!.open(late);
  expect(late.closed).toBe(true);
});

it('goes on with the answer to an offer although the connection before it still looks alive', () => {
  const { mesh, attempts } = meshOf(2);
  const link = new TestLink();
  mesh.adopt(1, new TestLink());
  mesh.adopt(3, link);
  vi.advanceTimersByTime(6_000);
  // The other one's process is killed right after this, and started again.
  link.handlers!.fast(Uint8Array.of(1));
  mesh.take(3, secret, offer);
  vi.advanceTimersByTime(4);
  mesh.poll(performance.now(), peersOf(1, 3), notStuck);
  expect(attempts.map(({ cancelled }) => cancelled)).toEqual([false]);
});

it('has the host carry signals again to somebody who was away the first time, in turns with a rendezvous', async () => {
  const { mesh, reunions, attempts } = meshOf(3);
  const host = new TestLink();
  mesh.adopt(1, host);
  const poll = (): void => {
    host.handlers!.fast(Uint8Array.of(1));
    mesh.poll(performance.now(), peersOf(1, 2), notStuck);
  };
  poll();
  attempts[0]!.finish('network-blocked');
  await attempts[0]!.result;
  for (let second = 0; second < 20; second++) {
    vi.advanceTimersByTime(1_000);
    poll();
  }
  expect([attempts.length, reunions.map(({ stopped }) => stopped)]).toEqual([1, [false]]);
  vi.advanceTimersByTime(10_000);
  poll();
  expect([attempts.length, reunions.map(({ stopped }) => stopped)]).toEqual([2, [true]]);
});
