import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../local/random.ts';
import { CODE_LIFE_MS, HostHandshake, type HostStep, MAX_WRONG_GUESSES } from './host-handshake.ts';
import type { JoinCode } from './join-code.ts';
import { JoinerHandshake, type JoinerStep } from './joiner-handshake.ts';
import { decodeRendezvous, encodeRendezvous, RefuseReason, RendezvousKind } from './messages.ts';

const code: JoinCode = { nameplate: 'K7QF', secret: '3M9X' };
const wrong: JoinCode = { nameplate: 'K7QF', secret: '3M9Y' };
let seed = 0;

function randomness(): (bytes: number) => Uint8Array {
  const random = new Random(++seed, 'rendezvous');
  return (bytes) => Uint8Array.from({ length: bytes }, () => random.below(256));
}

const hosting = (): HostHandshake => new HostHandshake(code, randomness(), 0);
const joining = (with_: JoinCode = code): JoinerHandshake => new JoinerHandshake(with_, randomness());
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytesOf = (said: string): Uint8Array => new TextEncoder().encode(said);

/** Everything that both peers send and do until neither has anything more to send. */
function meet(host: HostHandshake, joiner: JoinerHandshake, nowMs = 0): { host: HostStep[]; joiner: JoinerStep[]; said: Uint8Array[] } {
  const done = { host: [] as HostStep[], joiner: [] as JoinerStep[], said: [] as Uint8Array[] };
  let toHost = [joiner.knock()];
  while (toHost.length > 0) {
    const next: Uint8Array[] = [];
    for (const message of toHost) {
      done.said.push(message);
      for (const step of host.receive(nowMs, message)) {
        done.host.push(step);
        if (step.type !== 'send' || step.to !== joiner.id) continue;
        done.said.push(step.bytes);
        for (const answer of joiner.receive(step.bytes)) {
          done.joiner.push(answer);
          if (answer.type === 'send') next.push(answer.bytes);
        }
      }
    }
    toHost = next;
  }
  return done;
}

const refusals = (steps: readonly JoinerStep[]): string[] => steps.flatMap((step) => (step.type === 'refused' ? [step.why] : []));
const accepted = (steps: readonly { readonly type: string }[]): boolean => steps.some(({ type }) => type === 'accepted');

function met(): { host: HostHandshake; joiner: JoinerHandshake } {
  const pair = { host: hosting(), joiner: joining() };
  expect(accepted(meet(pair.host, pair.joiner).joiner)).toBe(true);
  return pair;
}

function fromHost(host: HostHandshake, said: string): Uint8Array {
  const step = host.wrap(bytesOf(said));
  if (step?.type !== 'send') throw new Error('no joiner was accepted');
  return step.bytes;
}

/** The bytes of a step that sends some. */
function sent(step: HostStep | JoinerStep | undefined): Uint8Array {
  if (step?.type !== 'send') throw new Error('nothing is sent');
  return step.bytes;
}

describe('meeting by a code', () => {
  it('admits a joiner that knows the secret, and carries signals both ways', () => {
    const { host, joiner } = met();
    const [heard] = host.receive(0, joiner.wrap(bytesOf('offer'))!);
    expect(heard?.type === 'signal' && text(heard.plain)).toBe('offer');
    const [answer] = joiner.receive(fromHost(host, 'answer'));
    expect(answer?.type === 'signal' && text(answer.plain)).toBe('answer');
  });

  it('refuses a wrong secret at both ends, for one guess each, and the code ends after the fifth', () => {
    const host = hosting();
    for (let guess = 1; guess <= MAX_WRONG_GUESSES; guess++) {
      const { host: did, joiner: told } = meet(host, joining(wrong));
      expect(refusals(told)).toEqual(['wrong-code']);
      expect(accepted(did)).toBe(false);
      expect(did.some(({ type }) => type === 'ended')).toBe(guess === MAX_WRONG_GUESSES);
    }
    expect(refusals(meet(host, joining()).joiner)).toEqual(['no-such-game']);
  });

  it('still admits the right secret after four wrong ones', () => {
    const host = hosting();
    for (let guess = 1; guess < MAX_WRONG_GUESSES; guess++) meet(host, joining(wrong));
    expect(accepted(meet(host, joining()).joiner)).toBe(true);
  });

  it('tells a second joiner that the game is full', () => {
    const { host } = met();
    expect(refusals(meet(host, joining()).joiner)).toEqual(['game-full']);
  });

  it('admits one of two that join simultaneously', () => {
    const host = hosting();
    const [first, second] = [joining(), joining()];
    const answerTo = (joiner: JoinerHandshake): Uint8Array => {
      const [step] = host.receive(0, joiner.knock());
      const [reply] = step?.type === 'send' ? joiner.receive(step.bytes) : [];
      if (reply?.type !== 'send') throw new Error('no reply');
      return reply.bytes;
    };
    const confirms = [answerTo(first), answerTo(second)];
    expect(accepted(host.receive(0, confirms[1]!))).toBe(true);
    const [late] = host.receive(0, confirms[0]!);
    expect(refusals(late?.type === 'send' ? first.receive(late.bytes) : [])).toEqual(['game-full']);
  });

  it('admits as many as there are places, and tells each its peer id, which no party on the way can change', () => {
    const free = [3, 4];
    const host = new HostHandshake(code, randomness(), 0, () => free[0]);
    const joiners = [joining(), joining(), joining()];
    const told = joiners.map((joiner) => {
      const { host: did, joiner: heard } = meet(host, joiner);
      if (accepted(did)) free.shift();
      return heard.flatMap((step): (number | string)[] =>
        step.type === 'accepted' ? [step.id] : step.type === 'refused' ? [step.why] : [],
      );
    });
    expect(told).toEqual([[3], [4], ['game-full']]);
    const [, second] = joiners;
    const [heard] = host.receive(0, second!.wrap(bytesOf('offer'))!);
    expect(heard).toMatchObject({ type: 'signal', id: 4 });
    const reply = host.wrap(bytesOf('answer'), 4);
    expect(reply).toMatchObject({ type: 'send', to: second!.id });
    expect(host.wrap(bytesOf('answer'), 5)).toBeUndefined();
  });

  it('no longer takes signals from a joiner whose place was given to another one', () => {
    const host = new HostHandshake(code, randomness(), 0, () => 3);
    const [before, now] = [joining(), joining()];
    meet(host, before);
    meet(host, now);
    expect(host.receive(0, before.wrap(bytesOf('gave up')) ?? new Uint8Array())).toEqual([]);
    expect(host.receive(0, now.wrap(bytesOf('offer')) ?? new Uint8Array())).toMatchObject([{ type: 'signal', id: 3 }]);
    const to = host.wrap(bytesOf('answer'), 3);
    expect(to?.type === 'send' && to.to).toBe(now.id);
  });

  it('counts wrong guesses over all places, and expires while one is free', () => {
    const host = new HostHandshake(code, randomness(), 0, () => 3);
    expect(accepted(meet(host, joining()).joiner)).toBe(true);
    for (let guess = 1; guess < MAX_WRONG_GUESSES; guess++) meet(host, joining(wrong));
    expect(host.poll(CODE_LIFE_MS)).toEqual([{ type: 'ended', why: 'expired' }]);
    expect(refusals(meet(host, joining(), CODE_LIFE_MS).joiner)).toEqual(['no-such-game']);
  });

  it('expires after ten minutes and says so once', () => {
    const host = hosting();
    expect(host.poll(CODE_LIFE_MS - 1)).toEqual([]);
    expect(host.poll(CODE_LIFE_MS)).toEqual([{ type: 'ended', why: 'expired' }]);
    expect(host.poll(CODE_LIFE_MS)).toEqual([]);
    expect(refusals(meet(host, joining(), CODE_LIFE_MS).joiner)).toEqual(['no-such-game']);
  });

  it('tells a joiner of another version that versions differ', () => {
    const knock = joining().knock();
    knock[1] = 9;
    const [step] = hosting().receive(0, knock);
    expect(refusals(step?.type === 'send' ? joining().receive(step.bytes) : [])).toEqual(['other-version']);
  });

  it('tolerates messages that arrive twice', () => {
    const host = hosting();
    const joiner = joining();
    const [once] = host.receive(0, joiner.knock());
    const [twice] = host.receive(0, joiner.knock());
    expect(twice).toEqual(once);
    expect(accepted(meet(host, joiner).joiner)).toBe(true);
  });

  it('repeats its word to a joiner that proves itself twice, and begins no second match', () => {
    const [host, joiner] = [hosting(), joining()];
    const [answer] = host.receive(0, joiner.knock());
    const [confirm] = joiner.receive(sent(answer));
    const [accept, admitted] = host.receive(0, sent(confirm));
    expect(admitted).toMatchObject({ type: 'accepted' });
    expect(host.receive(0, sent(confirm))).toEqual([accept]);
    expect(host.receive(0, joiner.knock())).toEqual([]);
    expect(joiner.receive(sent(answer))).toEqual([]);
    expect(accepted(joiner.receive(sent(accept)))).toBe(true);
    expect(joiner.receive(sent(accept))).toEqual([]);
  });

  it('turns away whoever is about to prove itself when the game is called off, and the code expires for who is late', () => {
    const [host, first, late] = [hosting(), joining(), joining()];
    const [confirm] = late.receive(sent(host.receive(0, late.knock())[0]));
    expect(refusals(late.receive(sent(host.receive(CODE_LIFE_MS, sent(confirm))[0])))).toEqual(['no-such-game']);
    first.receive(sent(host.receive(0, first.knock())[0]));
    const [refusal, ...others] = host.close();
    expect([refusal?.type === 'send' && refusal.to, others]).toEqual([first.id, []]);
    expect(refusals(first.receive(sent(refusal)))).toEqual(['no-such-game']);
    expect(host.close()).toEqual([]);
  });

  it('tells whoever is about to prove itself that the game is full when it closes because it is', () => {
    const [host, first, second] = [hosting(), joining(), joining()];
    second.receive(sent(host.receive(0, second.knock())[0]));
    meet(host, first);
    expect(refusals(second.receive(sent(host.close()[0])))).toEqual(['game-full']);
  });
});

describe('a hostile rendezvous', () => {
  it('finds neither the secret nor a signal in any message', () => {
    const host = hosting();
    const joiner = joining();
    const { said } = meet(host, joiner);
    said.push(joiner.wrap(bytesOf('my address is 192.0.2.7'))!);
    for (const message of said) {
      expect(text(message)).not.toContain(code.secret);
      expect(text(message)).not.toContain('192.0.2.7');
    }
  });

  it('can neither replay, reorder, change nor turn around a signal', () => {
    const { host, joiner } = met();
    const [first, second] = [joiner.wrap(bytesOf('one'))!, joiner.wrap(bytesOf('two'))!];
    expect(host.receive(0, second)).toHaveLength(1);
    expect(host.receive(0, second)).toEqual([]);
    expect(host.receive(0, first)).toEqual([]);
    const third = joiner.wrap(bytesOf('three'))!;
    for (let at = 17; at < third.length; at++) {
      const changed = third.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(host.receive(0, changed)).toEqual([]);
    }
    expect(joiner.receive(third)).toEqual([]);
    expect(host.receive(0, third)).toHaveLength(1);
  });

  it('can’t sit in the middle without the secret', () => {
    const host = hosting();
    const joiner = joining();
    const falseHost = new HostHandshake(wrong, randomness(), 0);
    const [answer] = falseHost.receive(0, joiner.knock());
    const [confirm] = answer?.type === 'send' ? joiner.receive(answer.bytes) : [];
    expect(confirm?.type).toBe('send');
    const outcome = confirm?.type === 'send' ? falseHost.receive(0, confirm.bytes) : [];
    expect(accepted(outcome)).toBe(false);
    const forged = encodeRendezvous({ kind: RendezvousKind.accept, tag: new Uint8Array(32) });
    expect(refusals(joiner.receive(forged))).toEqual(['wrong-code']);
    expect(accepted(host.receive(0, confirm?.type === 'send' ? confirm.bytes : new Uint8Array()))).toBe(false);
  });

  it('can’t fill the host with joiners that never prove anything: the oldest are forgotten', () => {
    const [host, oldest, joiner] = [hosting(), joining(), joining()];
    const [forgotten] = oldest.receive(sent(host.receive(0, oldest.knock())[0]));
    const [confirm] = joiner.receive(sent(host.receive(0, joiner.knock())[0]));
    for (let others = 1; others < 16; others++) host.receive(0, joining().knock());
    expect(host.receive(0, sent(forgotten))).toEqual([]);
    expect(accepted(host.receive(0, sent(confirm)))).toBe(true);
  });

  it('gets no answer to a share that is no point, and moves nobody by words out of their turn', () => {
    const [host, joiner] = [hosting(), joining()];
    const share = new Uint8Array(32);
    expect(host.receive(0, encodeRendezvous({ kind: RendezvousKind.knock, version: 1, joiner: share.slice(16), share }))).toEqual([]);
    expect(joiner.receive(encodeRendezvous({ kind: RendezvousKind.answer, share }))).toEqual([]);
    expect(joiner.receive(encodeRendezvous({ kind: RendezvousKind.accept, tag: share }))).toEqual([]);
    expect(joiner.receive(joining().knock())).toEqual([]);
    expect(joiner.receive(met().joiner.wrap(bytesOf('offer'))!)).toEqual([]);
    expect(accepted(meet(host, joiner).joiner)).toBe(true);
    const full = encodeRendezvous({ kind: RendezvousKind.refuse, reason: RefuseReason.full });
    expect(joiner.receive(full)).toEqual([]);
    expect(joiner.receive(fromHost(host, 'answer'))).toHaveLength(1);
  });

  it('achieves nothing with garbage', () => {
    const { host, joiner } = met();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const decoded = decodeRendezvous(bytes);
        expect(decoded.ok ? Array.from(encodeRendezvous(decoded.value)) : decoded.error.expected).toEqual(
          decoded.ok ? Array.from(bytes) : expect.stringMatching(/./),
        );
        expect(host.receive(0, bytes).every(({ type }) => type === 'send')).toBe(true);
        expect(joiner.receive(bytes)).toEqual([]);
      }),
    );
  });
});
