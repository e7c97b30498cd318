import { describe, expect, it } from 'vitest';
import type { DataChannel } from './fast-channel.ts';
import { type ChannelOptions, FAST_CHANNEL, PeerChannels } from './peer-channels.ts';

/** A data channel as a browser has it, moved by hand. */
class Channel implements DataChannel {
  binaryType = 'blob';
  readyState = 'connecting';
  bufferedAmount = 0;
  readonly sent: number[][] = [];
  readonly options: ChannelOptions;
  readonly #listeners: { readonly type: string; readonly listener: (event: { readonly data?: unknown }) => void }[] = [];

  constructor(options: ChannelOptions) {
    this.options = options;
  }

  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void {
    this.#listeners.push({ type, listener });
  }

  emit(type: string, data?: unknown): void {
    if (type === 'open' || type === 'close') this.readyState = type === 'open' ? 'open' : 'closed';
    for (const each of this.#listeners) if (each.type === type) each.listener({ data });
  }

  send(bytes: Uint8Array): void {
    this.sent.push([...bytes]);
    this.bufferedAmount += bytes.length;
  }

  close(): void {
    if (this.readyState !== 'closed') this.emit('close');
  }
}

function make() {
  const made: Channel[] = [];
  const heard: string[] = [];
  const connection = {
    createDataChannel: (_label: string, options: ChannelOptions) => {
      made.push(new Channel(options));
      return made.at(-1)!;
    },
  };
  const channels = new PeerChannels(connection, {
    opened: () => heard.push('opened'),
    fast: (bytes) => heard.push(`fast ${bytes}`),
    reliable: (bytes) => heard.push(`reliable ${bytes}`),
    closed: () => heard.push('closed'),
  });
  const [reliable, fast] = made as [Channel, Channel];
  return { channels, heard, reliable, fast };
}

describe('both channels over a peer connection', () => {
  it('open once both are, and tell them apart', () => {
    const { channels, heard, reliable, fast } = make();
    expect(fast.options).toEqual(FAST_CHANNEL);
    fast.emit('open');
    expect([heard, channels.isOpen]).toEqual([[], false]);
    reliable.emit('open');
    expect([heard, channels.isOpen]).toEqual([['opened'], true]);
    fast.emit('message', Uint8Array.of(1, 2).buffer);
    reliable.emit('message', Uint8Array.of(3).buffer);
    expect(heard.slice(1)).toEqual(['fast 1,2', 'reliable 3']);
  });

  it('drop what no session sends: text, nothing, and more than a message holds', () => {
    const { heard, fast, reliable } = make();
    for (const channel of [fast, reliable])
      for (const data of ['text', new ArrayBuffer(0), new ArrayBuffer(1101)]) channel.emit('message', data);
    expect(heard).toEqual([]);
    fast.emit('message', new ArrayBuffer(1100));
    expect(heard).toHaveLength(1);
  });

  it('send no packet behind one that still waits, but those of one moment together', () => {
    const { channels, fast, reliable } = make();
    channels.sendFast(1000, Uint8Array.of(1));
    channels.sendReliable(Uint8Array.of(1));
    expect([fast.sent, reliable.sent]).toEqual([[], []]);
    fast.emit('open');
    reliable.emit('open');
    channels.sendFast(1000, Uint8Array.of(2));
    channels.sendFast(1001, Uint8Array.of(3));
    channels.sendFast(1016, Uint8Array.of(4));
    expect(fast.sent).toEqual([[2], [3]]);
    expect(channels.queuedBytes).toBe(2);
    fast.bufferedAmount = 0;
    channels.sendFast(1033, Uint8Array.of(5));
    channels.sendReliable(Uint8Array.of(6));
    expect([fast.sent.at(-1), reliable.sent]).toEqual([[5], [[6]]]);
  });

  it('end together: by the other side with one call, by this one with none', () => {
    const theirs = make();
    theirs.reliable.emit('close');
    expect(theirs.heard).toEqual(['closed']);
    expect(theirs.fast.readyState).toBe('closed');
    const own = make();
    own.channels.close();
    expect([own.heard, own.reliable.readyState, own.fast.readyState]).toEqual([[], 'closed', 'closed']);
  });
});
