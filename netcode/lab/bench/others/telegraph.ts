import type { Bot } from '../../../pong/bot.ts';
import { CountedGame } from './counted-game.ts';
import type { ForcedRollback, Library, NetworkPeer } from './library.ts';
import type { Wire } from './wire.ts';
import { ROLLBACK_TICKS } from './work.ts';

/** What is used of `@tboyt/telegraph`. Its own types are there only once the bench has installed it. */
interface Module {
  readonly Telegraph: new (config: Config) => Telegraph;
  readonly PlayerType: { readonly local: number; readonly remote: number };
}

interface Config {
  readonly peer: { readonly connections: Readonly<Record<string, readonly Connection[]>>; on(): void };
  readonly callbacks: {
    onSaveState(): { state: Int32Array; checksum: string | null };
    onLoadState(state: Int32Array): void;
    onAdvanceFrame(): void;
    onEvent(): void;
  };
  readonly numPlayers: number;
  readonly disconnectTimeout: number;
  readonly disconnectNotifyStart: number;
}

/** Its clock does not begin at 0, which it takes for "nothing sent yet": it would not repeat a first message that was lost. */
const CLOCK_FROM_MS = 1000;

interface Telegraph {
  addPlayer(player: { type: number; playerNumber: number; remote?: { peerId: string } }): { readonly value: number | null };
  addLocalInput(handle: number, input: readonly number[]): { readonly code: string };
  syncInput(): { readonly value: { readonly inputs: readonly (readonly number[])[] } | null };
  advanceFrame(): void;
  afterTick(): void;
}

interface Message {
  readonly type: string;
  readonly sequenceNumber: number;
  readonly syncRequest?: { readonly randomRequest: number };
  readonly syncReply?: { readonly randomReply: number };
  readonly input?: {
    readonly ackFrame: number;
    readonly startFrame: number;
    readonly disconnectRequested: boolean;
    readonly peerConnectStatus: readonly { readonly disconnected: boolean; readonly lastFrame: number }[];
    readonly inputs: readonly (readonly number[])[];
  };
}

/** As much of a PeerJS data connection as it uses. */
class Connection {
  readonly peer = 'other';
  serialization = 'json';
  receive: (message: Message) => void = () => undefined;
  readonly send: (message: Message) => void;

  constructor(send: (message: Message) => void) {
    this.send = send;
  }

  on(event: string, take: (message: Message) => void): void {
    if (event === 'data') this.receive = take;
  }
}

/** A player, as its README's loop is. */
class Side {
  readonly pong: CountedGame;
  readonly connection: Connection;
  /** Checksum of the first state after a load, which is the newest confirmed one when each frame brings one input. */
  confirmedChecksum = 0;
  readonly #telegraph: Telegraph;
  readonly #handle: number;
  readonly #tracked: boolean;

  constructor(module: Module, seat: 0 | 1, tracked: boolean, pong: CountedGame, send: (message: Message) => void) {
    this.pong = pong;
    this.#tracked = tracked;
    this.connection = new Connection(send);
    this.#telegraph = new module.Telegraph({
      peer: { connections: { other: [this.connection] }, on: () => undefined },
      numPlayers: 2,
      // Off: a disconnected side would play on alone.
      disconnectTimeout: 0,
      disconnectNotifyStart: 0,
      callbacks: {
        onSaveState: () => {
          if (!tracked && pong.stepsSinceLoad === 1) this.confirmedChecksum = pong.checksum();
          return { state: pong.save(), checksum: null };
        },
        onLoadState: (state) => pong.load(state),
        onAdvanceFrame: () => this.#advance(),
        onEvent: () => undefined,
      },
    });
    this.#handle = this.#telegraph.addPlayer({ type: module.PlayerType.local, playerNumber: seat + 1 }).value ?? 0;
    this.#telegraph.addPlayer({ type: module.PlayerType.remote, playerNumber: 2 - seat, remote: { peerId: 'other' } });
  }

  /** @returns false when it takes no input now */
  frame(input: number): boolean {
    const taken = this.#telegraph.addLocalInput(this.#handle, [input]).code === 'ok';
    if (taken) this.#advance();
    this.#telegraph.afterTick();
    return taken || this.#tracked;
  }

  #advance(): void {
    const inputs = this.#telegraph.syncInput().value?.inputs;
    if (inputs === undefined) return;
    for (let player = 0; player < inputs.length; player++) this.pong.inputs[player] = inputs[player]?.[0] ?? 0;
    this.pong.step();
    this.#telegraph.advanceFrame();
  }
}

class Peer implements NetworkPeer {
  readonly corrected = 0;
  playing = false;
  #nowMs = 0;
  readonly #side: Side;
  readonly #bot: Bot;
  readonly #seat: 0 | 1;
  readonly #incoming: Wire;
  readonly #realNow = performance.now;
  readonly #text = new TextDecoder();

  constructor(module: Module, bot: Bot, seat: 0 | 1, outgoing: Wire, incoming: Wire) {
    const text = new TextEncoder();
    this.#bot = bot;
    this.#seat = seat;
    this.#incoming = incoming;
    // It reads the clock itself, for everything that it sends from time to time.
    performance.now = () => CLOCK_FROM_MS + this.#nowMs;
    this.#side = new Side(module, seat, true, new CountedGame(true), (message) =>
      outgoing.send(this.#nowMs, false, text.encode(JSON.stringify(message))),
    );
  }

  get tick(): number {
    return this.#side.pong.tick;
  }

  get checksums(): ReadonlyMap<number, number> {
    return this.#side.pong.checksums;
  }

  get depths(): NetworkPeer['depths'] {
    return this.#side.pong.depths;
  }

  poll(nowMs: number): void {
    this.#nowMs = nowMs;
    performance.now = () => CLOCK_FROM_MS + this.#nowMs;
    this.#incoming.deliver(nowMs, (bytes) => {
      try {
        // JSON that the other side has just made.
        this.#side.connection.receive(JSON.parse(this.#text.decode(bytes)) as Message);
      } catch {
        // It throws on packets that overtook each other; in a page that is an uncaught error in an event, and play goes on.
      }
    });
  }

  frame(): void {
    const { pong } = this.#side;
    this.#side.frame(pong.inputOf(this.#bot, this.#seat));
    if (pong.tick > 0) this.playing = true;
  }

  stop(): void {
    performance.now = this.#realNow;
  }
}

/** `@tboyt/telegraph`: its `Telegraph` over a PeerJS connection that is a stub. */
export function telegraph(module: Module, version: string): Library {
  return {
    name: '@tboyt/telegraph',
    version,
    notes: [
      'its Telegraph class with a stub in place of the PeerJS connection, messages as parsed objects in the engine suite and as JSON over the virtual network (which may lose and reorder them); bundled by Vite, because Node can not load it as published',
      'it takes an optional checksum with each state: here one a frame, of the confirmed state; its console output is switched off',
    ],
    // With more, it throws "Not implemented yet".
    maxPlayers: 2,
    forceRollbacks({ game, inputAt }): ForcedRollback {
      const replies: Message[] = [];
      const side = new Side(module, 0, false, new CountedGame(false, game()), (message) => {
        const random = message.syncRequest?.randomRequest;
        if (random !== undefined) replies.push({ type: 'syncReply', sequenceNumber: 0, syncReply: { randomReply: random } });
      });
      for (let reply = replies.shift(); reply !== undefined; reply = replies.shift()) side.connection.receive(reply);
      return {
        checksumLag: ROLLBACK_TICKS - 1,
        get steps() {
          return side.pong.steps;
        },
        frame(tick) {
          const remote = tick - ROLLBACK_TICKS;
          if (remote >= 0) {
            side.connection.receive({
              type: 'input',
              sequenceNumber: remote,
              input: {
                ackFrame: tick - 1,
                startFrame: remote,
                disconnectRequested: false,
                peerConnectStatus: [
                  { disconnected: false, lastFrame: tick - 1 },
                  { disconnected: false, lastFrame: remote },
                ],
                inputs: [[inputAt(1, remote)]],
              },
            });
          }
          if (!side.frame(inputAt(0, tick))) throw new Error(`telegraph refuses the input of tick ${tick}`);
          return side.confirmedChecksum;
        },
      };
    },
    connect: (wires, bots) =>
      Promise.resolve([new Peer(module, bots[0], 0, wires[0], wires[1]), new Peer(module, bots[1], 1, wires[1], wires[0])] as const),
  };
}
