import type { Bot } from '../../../pong/bot.ts';
import { checksumWords } from '../../../rollback/checksum.ts';
import { CountedGame } from './counted-game.ts';
import type { ForcedRollback, Library, NetworkPeer } from './library.ts';
import { type HeldTimer, withPage } from './netplayjs-page.ts';
import type { Wire } from './wire.ts';
import { ROLLBACK_TICKS } from './work.ts';

/** What is used of `netplayjs`. Its own types are there only once the bench has installed it. */
interface Module {
  readonly RollbackWrapper: new (game: object) => Wrapper;
  readonly NetplayPlayer: new (id: number, isLocal: boolean, isHost: boolean) => Player;
  readonly DefaultInput: new () => Input;
}

interface Player {
  readonly id: number;
}

interface Input {
  mousePosition?: { x: number; y: number };
  serialize(): unknown;
}

interface Wrapper {
  inputReader: { getInput(): Input };
  readonly rollbackNetcode: {
    tick(): void;
    readonly history: readonly { readonly frame: number; readonly state: readonly number[]; allInputsSynced(): boolean }[];
  };
  startHost(players: readonly Player[], connection: Connection): void;
  startClient(players: readonly Player[], connection: Connection): void;
}

type Message = { type: string; frame?: number; state?: readonly number[]; input?: unknown; sent_time?: number };

/** As much of its `PeerConnection` as a wrapper uses. */
interface Connection {
  readonly dataChannel: { readonly readyState: 'open' };
  on(event: 'data', take: (message: Message) => void): void;
  send(message: Message): void;
}

/** How messages become bytes: netplayjs itself uses msgpack-lite. */
export interface Packing {
  encode(message: unknown): Uint8Array;
  decode(bytes: Uint8Array): Message;
}

/** A match of netplayjs without a page: the wrapper, with its timers in our hands. */
class Side {
  readonly pong: CountedGame;
  readonly wrapper: Wrapper;
  readonly timers: readonly HeldTimer[];
  receive: (message: Message) => void = () => undefined;

  constructor(module: Module, isHost: boolean, pong: CountedGame, axis: (pong: CountedGame) => number, send: (message: Message) => void) {
    // A class, because the library constructs its game itself; it never looks at what it extends.
    class NetplayPong {
      static readonly canvasSize = { width: 960, height: 540 };
      static readonly timestep = 1000 / 60;
      draw(): void {
        // Nothing is shown.
      }
      tick(inputs: ReadonlyMap<Player, Input>): void {
        for (const [player, input] of inputs) {
          pong.inputs[player.id] = input.mousePosition?.x ?? 0;
        }
        pong.step();
      }
      serialize(): number[] {
        return Array.from(pong.save());
      }
      deserialize(state: readonly number[]): void {
        pong.load(Int32Array.from(state));
      }
    }
    this.pong = pong;
    const connection: Connection = {
      dataChannel: { readyState: 'open' },
      on: (_event, take) => {
        this.receive = take;
      },
      send,
    };
    const players = [new module.NetplayPlayer(0, isHost, true), new module.NetplayPlayer(1, !isHost, false)];
    const started = withPage((timers) => {
      const wrapper = new module.RollbackWrapper(NetplayPong);
      wrapper.inputReader = {
        getInput: () => {
          const input = new module.DefaultInput();
          input.mousePosition = { x: axis(pong), y: 0 };
          return input;
        },
      };
      if (isHost) wrapper.startHost(players, connection);
      else wrapper.startClient(players, connection);
      return { wrapper, timers };
    });
    this.wrapper = started.wrapper;
    this.timers = started.timers;
  }
}

class Peer implements NetworkPeer {
  readonly playing = true;
  corrected = 0;
  #nowMs = 0;
  #nextPingMs = 0;
  readonly #side: Side;
  readonly #incoming: Wire;
  readonly #packing: Packing;

  constructor(module: Module, packing: Packing, bot: Bot, seat: 0 | 1, outgoing: Wire, incoming: Wire) {
    this.#incoming = incoming;
    this.#packing = packing;
    this.#side = new Side(
      module,
      seat === 0,
      new CountedGame(true),
      (pong) => pong.inputOf(bot, seat),
      (message) => outgoing.send(this.#nowMs, true, packing.encode(message)),
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
    this.#incoming.deliver(nowMs, (bytes) => {
      const message = this.#packing.decode(bytes);
      if (message.type === 'state') this.#compare(message);
      this.#side.receive(message);
    });
    const [ping] = this.#side.timers;
    if (ping === undefined || nowMs < this.#nextPingMs) return;
    this.#nextPingMs += ping.everyMs;
    ping.run();
  }

  frame(): void {
    this.#side.timers[1]?.run();
  }

  stop(): void {
    // It has no timers of its own left.
  }

  /** The host's state replaces the client's own: where they differ, the library would hide it. */
  #compare(message: Message): void {
    const own = this.#side.wrapper.rollbackNetcode.history.find(({ frame }) => frame === message.frame);
    if (own?.allInputsSynced() === true && own.state.some((word, i) => word !== message.state?.[i])) this.corrected++;
  }
}

/** `netplayjs`: its `RollbackWrapper` on a page made of nothing, its production build. */
export function netplayjs(module: Module, packing: Packing, version: string): Library {
  return {
    name: 'netplayjs',
    version,
    notes: [
      'its RollbackWrapper (host) with a page made of stubs; the axis travels as the mouse position of its DefaultInput; its production build (netplay.min.js)',
      'it rolls back for every input, right or wrong; it has no checksum: one a frame is taken of the confirmed state that it sends out',
      'it asks for a reliable, ordered channel: matches run on one that resends a lost packet one round trip and a frame later',
    ],
    // Its host takes inputs from one connection.
    maxPlayers: 2,
    forceRollbacks({ game, inputAt }): ForcedRollback {
      let checksum = 0;
      let now = 0;
      const counted = new CountedGame(false, game());
      const words = new Int32Array(counted.words);
      const side = new Side(
        module,
        true,
        counted,
        () => inputAt(0, now),
        (message) => {
          if (message.type !== 'state') return;
          words.set(message.state ?? []);
          checksum = checksumWords(words, 0, words.length);
        },
      );
      return {
        // It publishes a state once the state after it is confirmed, too.
        checksumLag: ROLLBACK_TICKS,
        get steps() {
          return side.pong.steps;
        },
        frame(tick) {
          now = tick;
          const remote = tick - ROLLBACK_TICKS;
          if (remote >= 0) {
            const input = { keysPressed: {}, keysHeld: {}, keysReleased: {}, touches: [], mousePosition: { x: inputAt(1, remote), y: 0 } };
            side.receive({ type: 'input', frame: remote + 1, input });
          }
          side.wrapper.rollbackNetcode.tick();
          return checksum;
        },
      };
    },
    connect: (wires, bots) =>
      Promise.resolve([
        new Peer(module, packing, bots[0], 0, wires[0], wires[1]),
        new Peer(module, packing, bots[1], 1, wires[1], wires[0]),
      ] as const),
  };
}
