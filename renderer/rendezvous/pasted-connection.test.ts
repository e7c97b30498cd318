import { beforeEach, expect, it, vi } from 'vitest';
import type { Link } from '../webrtc/link.ts';
import type { Signal } from '../webrtc/signal.ts';
import { decodePasted, encodePasted, MAX_PASTED_CHARACTERS, passwordBytes } from './paste-text.ts';
import { AnsweredPaste, StartedPaste } from './pasted-connection.ts';

/** Connections of this test instead of WebRTC's: open when they have heard a description and a candidate and were started. */
const heard = vi.hoisted(() => ({ byInitiator: [] as string[], byOther: [] as string[] }));

vi.mock('../webrtc/peer.ts', () => ({
  openPeer: (initiator: boolean, _config: unknown, onSignal: (signal: Signal) => void) => {
    const own = initiator ? heard.byInitiator : heard.byOther;
    const tell = (type: 'offer' | 'answer'): void => {
      onSignal({ type, sdp: type });
      onSignal({ type: 'candidate', candidate: { candidate: `of the ${type}`, sdpMid: '0', sdpMLineIndex: 0 } });
    };
    if (initiator) tell('offer');
    return {
      connect: async () => (own.length === 2 ? ({ close: () => undefined } satisfies Partial<Link>) : undefined),
      signal: (signal: Signal) => {
        own.push(signal.type);
        if (signal.type === 'offer') tell('answer');
      },
      gathered: async () => undefined,
      candidates: { own: 1, ownOutside: 0, theirs: 1, theirsOutside: 0 },
      serverErrors: () => [],
      destroy: () => undefined,
    };
  },
}));

const settings = { iceServers: [], relayOnly: false };
const password = new TextEncoder().encode('K7QF3M9X');
const other = new TextEncoder().encode('K7QF3M9Y');

beforeEach(() => {
  heard.byInitiator = [];
  heard.byOther = [];
});

function answered(text: string, with_ = password): AnsweredPaste {
  const taken = AnsweredPaste.take(text, with_, settings);
  if (typeof taken === 'string') throw new Error(taken);
  return taken;
}

async function textOf(step: ReturnType<StartedPaste['reply']>): Promise<string> {
  const done = await step;
  if ('problem' in done) throw new Error(done.problem);
  return done.text;
}

it('connects over three texts, and tries no address before both are ready', async () => {
  const starter = new StartedPaste(password, settings);
  const answerer = answered(starter.text);
  const third = await textOf(starter.reply(`  thanks!\n${await answerer.text()} see you`));
  expect(heard.byOther).toEqual(['offer']);
  expect(answerer.finishWith(third.replace(/(.{40})/g, '$1\r\n'))).toBe(undefined);
  expect(heard.byInitiator).toEqual([]);
  starter.start();
  answerer.start();
  expect(await starter.attempt.result).toMatchObject({ localId: 2, remoteId: 1 });
  expect(await answerer.attempt.result).toMatchObject({ localId: 1, remoteId: 2 });
});

it('the second text may be pasted twice', async () => {
  const starter = new StartedPaste(password, settings);
  const second = await answered(starter.text).text();
  await starter.reply(second);
  expect(await starter.reply(second)).toHaveProperty('text');
  expect(heard.byOther).toEqual(['offer']);
});

it('says what is wrong with what was pasted', async () => {
  const starter = new StartedPaste(password, settings);
  const answerer = answered(starter.text);
  const second = await answerer.text();
  expect(await starter.reply('hello')).toEqual({ problem: 'no-text' });
  expect(await starter.reply(second.slice(0, -5))).toEqual({ problem: 'cut-short' });
  expect(await starter.reply(starter.text)).toEqual({ problem: 'not-this-text' });
  expect(await starter.reply(await answered(starter.text, other).text())).toEqual({ problem: 'wrong-password' });
  expect(answerer.finishWith(second)).toBe('not-this-text');
  expect(AnsweredPaste.take(second, password, settings)).toBe('not-this-text');
  expect(await starter.reply(second)).toHaveProperty('text');
});

it('bytes survive the way through a chat', () => {
  const bytes = Uint8Array.from({ length: 257 }, (_, index) => index);
  expect(encodePasted(bytes)).toMatch(/^PADDLEWIRE:[A-Za-z0-9+/]+\.$/);
  expect(decodePasted(encodePasted(bytes))).toEqual(bytes);
  expect(decodePasted(`x${' '.repeat(MAX_PASTED_CHARACTERS)}${encodePasted(bytes)}`)).toBe('no-text');
  expect(decodePasted('PADDLEWIRE:AAAAA.')).toBe('cut-short');
});

it('passwords are the same however they are written', () => {
  for (const typed of ['K7QF-3M9X', ' k7qf 3m9x', 'ｋ7qf3m9x']) expect(passwordBytes(typed)).toEqual(password);
  expect(passwordBytes('Oil-0')).toEqual(passwordBytes('0110'));
  expect(passwordBytes(' a-b c')).toBeUndefined();
});

it('takes a text as chats change it, and a password as another keyboard gives it', () => {
  const text = encodePasted(Uint8Array.of(1, 2, 3, 250, 251, 252));
  const [head, body] = [text.slice(0, 14), text.slice(14)];
  for (const sent of [`\u200e${text}\u200b`, `> ${head}\n> ${body}`, `${head}\u00ad\r\n${body}\ufeff`]) {
    expect(decodePasted(sent)).toEqual(Uint8Array.of(1, 2, 3, 250, 251, 252));
  }
  for (const typed of ['k7qf 3m9x', 'Ｋ７ＱＦ３Ｍ９Ｘ', '\u200bK7QF—3M9X\u200e', 'К7QF-3М9Х'])
    expect(passwordBytes(typed)).toEqual(passwordBytes('K7QF-3M9X'));
});
