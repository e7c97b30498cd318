import { describe, expect, it } from 'vitest';
import { Pair } from '../lab/pair.ts';
import { CLEAN } from '../local/network.ts';
import { Random } from '../local/random.ts';
import { ControlKind, encodeControl, PRESETS } from '../wire/control.ts';
import { Chat } from './chat.ts';
import { ChatPost } from './chat-post.ts';
import type { ChatMessage } from './events.ts';

const messages = (pair: Pair, index: 0 | 1): ChatMessage[] =>
  pair.peers[index].effects.flatMap((effect) => (effect.type === 'chat' ? [effect.message] : []));

describe('chat between two sessions', () => {
  it('has the same order on both, whoever writes when', () => {
    const pair = new Pair(1, { ...CLEAN, delayMs: 150, jitterMs: 80 });
    pair.run(1000);
    const random = new Random(3, 'chat');
    for (let i = 0; i < 60; i++) {
      pair.give(
        random.chance(0.5) ? 0 : 1,
        random.chance(0.3) ? { type: 'preset', preset: random.below(6) } : { type: 'chat', text: `message ${i}` },
      );
      pair.run(random.below(3000));
    }
    pair.run(2000);
    const sorted = ([0, 1] as const).map((index) => messages(pair, index).sort((a, b) => a.lamport - b.lamport || a.from - b.from));
    expect(sorted[0]!.length).toBeGreaterThan(40);
    expect(sorted[1]).toEqual(sorted[0]);
    for (let i = 1; i < sorted[0]!.length; i++) {
      const [a, b] = [sorted[0]![i - 1]!, sorted[0]![i]!];
      expect(a.lamport < b.lamport || a.from < b.from, 'no two share a place').toBe(true);
    }
  });

  it('says the presets by number', () => {
    const pair = new Pair(1, CLEAN);
    pair.run(1000);
    pair.give(0, { type: 'preset', preset: 2 });
    pair.give(0, { type: 'preset', preset: 6 });
    pair.run(100);
    expect(messages(pair, 1)).toEqual([{ lamport: 1, from: 1, text: PRESETS[2] }]);
  });

  it('arrives during an outage of the other channel and after one of both', () => {
    const pair = new Pair(1, { ...CLEAN, delayMs: 20 });
    pair.run(3000);
    for (const link of pair.links) link.cut = true;
    pair.run(1000);
    pair.give(0, { type: 'chat', text: 'are you there?' });
    for (const link of pair.links) link.cut = false;
    pair.run(100);
    expect(messages(pair, 1)).toMatchObject([{ text: 'are you there?' }]);
  });

  it.each([
    ['token', { token: new Uint8Array(8).fill(9), from: 2 }],
    ['sender: the receiver itself', { token: new Uint8Array(8).fill(1), from: 1 }],
    ['sender: a stranger', { token: new Uint8Array(8).fill(1), from: 7 }],
  ])('with a forged %s is refused', (_, forged) => {
    const pair = new Pair(1, CLEAN);
    pair.run(1000);
    const message = { kind: ControlKind.chat, lamport: 3, preset: -1, text: 'hi' } as const;
    pair.give(0, { type: 'reliable', bytes: encodeControl({ ...message, ...forged }) });
    expect(messages(pair, 0)).toEqual([]);
    pair.give(0, { type: 'reliable', bytes: encodeControl({ ...message, token: new Uint8Array(8).fill(1), from: 2 }) });
    expect(messages(pair, 0)).toEqual([{ lamport: 3, from: 2, text: 'hi' }]);
  });

  it('arrives once after an outage, all that was typed in it, and is known not to be there until then', () => {
    const pair = new Pair(1, { ...CLEAN, delayMs: 20 });
    pair.run(3000);
    for (const link of pair.links) link.cut = true;
    // Before the outage can be noticed, and long after: more than one may say at once.
    for (let i = 0; i < 8; i++) {
      pair.give(0, { type: 'chat', text: `line ${i}` });
      pair.run(1600);
    }
    const { chat } = pair.peers[0].session;
    const own = messages(pair, 0);
    expect(own.length).toBe(8);
    expect(own.map(({ lamport }) => chat.post.owes(2, lamport))).toEqual(own.map(() => true));
    for (const link of pair.links) link.cut = false;
    pair.reconnect();
    pair.run(8000);
    expect(messages(pair, 1)).toEqual(own);
    expect(own.map(({ lamport }) => chat.post.owes(2, lamport))).toEqual(own.map(() => false));
    pair.reconnect();
    pair.run(3000);
    expect(messages(pair, 1).length).toBe(8);
  });

  it('arrives at a window that was killed meanwhile, and from one that was started again', () => {
    const pair = new Pair(1, { ...CLEAN, delayMs: 20 });
    pair.run(3000);
    pair.give(0, { type: 'chat', text: 'before' });
    pair.run(1000);
    pair.crash(1);
    pair.give(0, { type: 'chat', text: 'just after the kill' });
    pair.run(4000);
    pair.give(0, { type: 'chat', text: 'come back' });
    pair.restart(1);
    pair.peers[1].effects.length = 0;
    pair.give(1, { type: 'chat', text: 'wait for me' });
    pair.run(100);
    pair.reconnect();
    pair.run(6000);
    const shown = (index: 0 | 1): string[] => messages(pair, index).map(({ text }) => text);
    expect(shown(1).sort()).toEqual(['come back', 'just after the kill', 'wait for me']);
    expect(shown(0)).toEqual(['before', 'just after the kill', 'come back', 'wait for me']);
  });

  it.each([
    ['one too many, as after others of a heap', 10],
    ['many too many', 30],
  ])('arrives all the same when it was refused as %s', (_, heap) => {
    const pair = new Pair(1, { ...CLEAN, delayMs: 20 });
    pair.run(3000);
    // What another program of the same player, or an older connection, has used up.
    const message = { kind: ControlKind.chat, token: pair.peers[1].session.token, from: 1, preset: -1 } as const;
    for (let i = 0; i < heap; i++)
      pair.give(1, { type: 'reliable', bytes: encodeControl({ ...message, lamport: 500 + i, text: `heap ${i}` }) });
    for (let i = 0; i < 5; i++) pair.give(0, { type: 'chat', text: `line ${i}` });
    const own = messages(pair, 0);
    pair.run(500);
    expect(messages(pair, 1).filter(({ text }) => text.startsWith('line'))).toEqual([]);
    pair.run(9000);
    expect(messages(pair, 1).filter(({ text }) => text.startsWith('line'))).toEqual(own);
    pair.run(100);
    expect(own.map(({ lamport }) => pair.peers[0].session.chat.post.owes(2, lamport))).toEqual(own.map(() => false));
  });

  it('of lines of which one is refused for good the others arrive as soon as ever', () => {
    const post = new ChatPost(5, 1500);
    for (let lamport = 1; lamport <= 3; lamport++) post.add({ lamport, from: 1, text: 'refused' }, -1, [2]);
    let sent = 0;
    for (let nowMs = 10_000; nowMs < 60_000; nowMs += 100) while (post.next(nowMs, 2) !== undefined) sent++;
    expect(sent).toBeGreaterThan(10);
    // No faster than lines may be written.
    expect(sent).toBeLessThanOrEqual(5 + 50_000 / 1500);
    post.add({ lamport: 4, from: 1, text: 'new' }, -1, [2]);
    let nowMs = 60_000;
    let next = post.next(nowMs, 2);
    for (; next === undefined; next = post.next(nowMs, 2)) nowMs += 100;
    expect(next.message.text).toBe('new');
    expect(nowMs).toBeLessThanOrEqual(61_500);
  });

  it('loses no line where the line before took longer', () => {
    const pair = new Pair(1, { ...CLEAN, delayMs: 20, jitterMs: 300 });
    pair.run(3000);
    for (let i = 0; i < 30; i++) {
      pair.give(0, { type: 'chat', text: `line ${i}` });
      pair.run(1510);
    }
    pair.run(2000);
    expect(messages(pair, 1)).toEqual(messages(pair, 0));
  });

  it('is not sent or shown during the handshake', () => {
    const pair = new Pair(1, { ...CLEAN, delayMs: 100 });
    pair.give(0, { type: 'chat', text: 'early' });
    pair.run(1000);
    expect([...messages(pair, 0), ...messages(pair, 1)]).toEqual([]);
  });
});

describe('chat', () => {
  it('limits how fast one may write: five at once, then one each 1.5 s', () => {
    const chat = new Chat(1);
    const sent = Array.from({ length: 20 }, (_, i) => chat.write(10_000 + i, 'spam')).filter((message) => message !== undefined);
    expect(sent.length).toBe(5);
    expect(chat.write(11_000, 'spam')).toBeUndefined();
    expect(chat.write(11_520, 'spam')).toMatchObject({ lamport: 6 });
  });

  it('limits how fast the other side may write, whatever it does', () => {
    const chat = new Chat(1);
    const read = Array.from({ length: 20 }, (_, i) => chat.read(10_000 + i, i + 1, 2, -1, 'spam')).filter(
      (message) => message !== undefined,
    );
    expect(read.length).toBe(10);
  });

  it('puts the next own message after everything that was read', () => {
    const chat = new Chat(1);
    chat.read(0, 41, 2, -1, 'hello');
    expect(chat.write(0, 'hi')).toMatchObject({ lamport: 43 });
  });

  it('refuses what is written in our own name', () => {
    expect(new Chat(1).read(0, 1, 1, -1, 'x')).toBeUndefined();
  });

  it('refuses a clock near its end, which would leave none for an answer', () => {
    expect(new Chat(1).read(0, 0xffffff00, 2, -1, 'x')).toBeUndefined();
  });

  it('takes a clock that is far ahead for one that is not, so that nobody brings ours to its end', () => {
    const chat = new Chat(1);
    expect(chat.read(0, 0xfffffeff, 3, -1, 'x')).toMatchObject({ lamport: 1 << 20 });
    expect(chat.write(0, 'hi')).toMatchObject({ lamport: (1 << 20) + 2 });
  });

  it('hears who was led far ahead by a message that we have not heard', () => {
    const led = new Chat(1);
    for (let i = 0; i < 5; i++) led.read(0, led.lamport + (1 << 20), 3, -1, 'x');
    const chat = new Chat(2);
    for (const text of ['one', 'two']) {
      const written = led.write(0, text);
      expect(chat.read(0, written!.lamport, 1, -1, text)).toMatchObject({ text });
    }
  });

  it('goes on when its clock is at its end', () => {
    const [one, two] = [new Chat(1), new Chat(2)];
    for (const chat of [one, two]) chat.catchUp(0xfffffeff);
    const written = one.write(0, 'hi');
    expect(two.read(0, written!.lamport, 1, -1, 'hi')).toMatchObject({ text: 'hi' });
  });

  it('takes what can be shown of a text, written or read, and nothing of which nothing can be seen', () => {
    expect(new Chat(1).write(0, '\u202e abc \ud800')?.text).toBe('abc');
    expect(new Chat(1).read(0, 1, 2, -1, '\u202e a\n👨\u200d👩\u200d👧 ')?.text).toBe('a 👨\u200d👩\u200d👧');
    expect(new Chat(1).write(0, '\u200b\n ')).toBeUndefined();
    expect(new Chat(1).read(0, 1, 2, -1, '\u2800')).toBeUndefined();
  });
});

describe('a chat message before the match has begun on both sides', () => {
  it('is shown to its writer, and arrives once the beginning of the match is on the disk', () => {
    const pair = new Pair(3, { ...CLEAN, delayMs: 20 });
    const lines = () => pair.peers.map(({ effects }) => effects.filter(({ type }) => type === 'chat').length);
    pair.peers[0].storeMs = 1000;
    pair.run(500);
    pair.give(0, { type: 'preset', preset: 0 });
    pair.run(100);
    expect(lines()).toEqual([1, 0]);
    pair.run(3000);
    expect(lines()).toEqual([1, 1]);
  });
});

describe('texts of others', () => {
  it('are read exactly as they were written, also where the cut leaves a blank at the end', () => {
    const written = new Chat(1).write(0, `${'a'.repeat(99)} b`);
    expect(new Chat(2).read(0, written!.lamport, 1, -1, written!.text)?.text).toBe(written!.text);
  });
});
