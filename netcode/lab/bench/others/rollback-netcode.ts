import type { Bot } from '../../../pong/bot.ts';
import { CountedGame } from './counted-game.ts';
import type { ForcedRollback, Library, NetworkPeer } from './library.ts';
import type { Wire } from './wire.ts';
import { ROLLBACK_TICKS } from './work.ts';

/** What is used of `rollback-netcode`. Its own types are there only once the bench has installed it. */
interface Module {
  readonly RollbackEngine: new (config: { game: Game; localPlayerId: string }) => Engine;
  readonly createSession: (options: { game: Game; transport: Transport }) => Session;
}

interface Game {
  serialize(): Uint8Array;
  deserialize(data: Uint8Array): void;
  step(inputs: ReadonlyMap<string, Uint8Array>): void;
  hash(): number;
}

interface Engine {
  addPlayer(id: string, joinTick: number): void;
  setLocalInput(tick: number, input: Uint8Array): void;
  receiveRemoteInput(id: string, tick: number, input: Uint8Array): void;
  tick(): void;
  getHash(tick: number): number | undefined;
}

interface Session {
  readonly state: number;
  readonly players: ReadonlyMap<string, unknown>;
  createRoom(): Promise<string>;
  joinRoom(roomId: string, hostPeerId: string): Promise<void>;
  start(): void;
  tick(input: Uint8Array): void;
  destroy(): void;
}

/** Values of its enum `SessionState`. */
const LOBBY = 2;
const PLAYING = 3;

class NetcodeGame implements Game {
  readonly counted: CountedGame;
  readonly #ids: readonly string[];

  constructor(counted: CountedGame, ids: readonly string[]) {
    this.counted = counted;
    this.#ids = ids;
  }

  serialize(): Uint8Array {
    return new Uint8Array(this.counted.save().buffer);
  }

  deserialize(data: Uint8Array): void {
    this.counted.load(new Int32Array(data.slice().buffer));
  }

  step(inputs: ReadonlyMap<string, Uint8Array>): void {
    const { counted } = this;
    const signed = counted.game.signedInputs === true;
    for (let player = 0; player < this.#ids.length; player++) counted.inputs[player] = decoded(inputs.get(this.#ids[player] ?? ''), signed);
    counted.step();
  }

  hash(): number {
    return this.counted.checksum() >>> 0;
  }
}

/** One byte, or two where it takes them. */
function encoded(input: number, bits: number): Uint8Array {
  return bits <= 8 ? Uint8Array.of(input) : Uint8Array.of(input, input >> 8);
}

/** Before the first input of a player there is an empty one. */
function decoded(input: Uint8Array | undefined, signed: boolean): number {
  const low = input?.[0] ?? 0;
  return signed ? (low << 24) >> 24 : low | ((input?.[1] ?? 0) << 8);
}

/** Its `TransportAdapter`, on a virtual wire. */
class Transport {
  onMessage: ((peerId: string, message: Uint8Array) => void) | null = null;
  onConnect: ((peerId: string) => void) | null = null;
  onDisconnect: ((peerId: string) => void) | null = null;
  readonly connectedPeers = new Set<string>();
  readonly localPeerId: string;
  nowMs = 0;
  other: Transport | undefined;
  readonly #wire: Wire;

  constructor(localPeerId: string, wire: Wire) {
    this.localPeerId = localPeerId;
    this.#wire = wire;
  }

  connect(peerId: string): Promise<void> {
    this.connectedPeers.add(peerId);
    this.other?.connectedPeers.add(this.localPeerId);
    this.onConnect?.(peerId);
    this.other?.onConnect?.(this.localPeerId);
    return Promise.resolve();
  }

  disconnect(peerId: string): void {
    this.connectedPeers.delete(peerId);
  }

  disconnectAll(): void {
    this.connectedPeers.clear();
  }

  send(_peerId: string, message: Uint8Array, reliable: boolean): void {
    this.#wire.send(this.nowMs, reliable, message);
  }

  broadcast(message: Uint8Array, reliable: boolean): void {
    for (const peerId of this.connectedPeers) this.send(peerId, message, reliable);
  }
}

class Peer implements NetworkPeer {
  readonly corrected = 0;
  readonly #session: Session;
  readonly #transport: Transport;
  readonly #game: NetcodeGame;
  readonly #bot: Bot;
  readonly #seat: 0 | 1;
  readonly #incoming: Wire;

  constructor(session: Session, transport: Transport, game: NetcodeGame, bot: Bot, seat: 0 | 1, incoming: Wire) {
    this.#session = session;
    this.#transport = transport;
    this.#game = game;
    this.#bot = bot;
    this.#seat = seat;
    this.#incoming = incoming;
  }

  get tick(): number {
    return this.#game.counted.tick;
  }

  get playing(): boolean {
    return this.#session.state === PLAYING;
  }

  get checksums(): ReadonlyMap<number, number> {
    return this.#game.counted.checksums;
  }

  get depths(): NetworkPeer['depths'] {
    return this.#game.counted.depths;
  }

  poll(nowMs: number): void {
    this.#transport.nowMs = nowMs;
    const from = this.#transport.other?.localPeerId ?? '';
    this.#incoming.deliver(nowMs, (bytes) => this.#transport.onMessage?.(from, bytes));
    if (this.#seat === 0 && this.#session.state === LOBBY && this.#session.players.size === 2) this.#session.start();
  }

  frame(): void {
    if (this.playing) this.#session.tick(Uint8Array.of(this.#game.counted.inputOf(this.#bot, this.#seat)));
  }

  stop(): void {
    this.#session.destroy();
  }
}

/** `rollback-netcode`: engine on its exported `RollbackEngine`, matches on its `Session` with a transport of ours. */
export function rollbackNetcode(module: Module, version: string): Library {
  return {
    name: 'rollback-netcode',
    version,
    notes: [
      'engine: its exported RollbackEngine; it hashes every state that it saves, which its interface demands',
      'matches: createSession with its default settings and a TransportAdapter on the virtual network; what it sends as reliable is never lost',
    ],
    // Its default.
    maxPlayers: 4,
    forceRollbacks({ game: make, players, inputAt }): ForcedRollback {
      const ids = ['a', 'b', 'c', 'd'].slice(0, players);
      const game = new NetcodeGame(new CountedGame(false, make()), ids);
      const { inputBits } = game.counted.game;
      const engine = new module.RollbackEngine({ game, localPlayerId: 'a' });
      for (const id of ids.slice(1)) engine.addPlayer(id, 0);
      return {
        checksumLag: ROLLBACK_TICKS - 1,
        get steps() {
          return game.counted.steps;
        },
        frame(tick) {
          const remote = tick - ROLLBACK_TICKS;
          for (let player = 1; player < players && remote >= 0; player++) {
            engine.receiveRemoteInput(ids[player] ?? '', remote, encoded(inputAt(player, remote), inputBits));
          }
          engine.setLocalInput(tick, encoded(inputAt(0, tick), inputBits));
          engine.tick();
          return remote >= 0 ? (engine.getHash(remote) ?? 0) : 0;
        },
      };
    },
    async connect(wires, bots) {
      const transports = [new Transport('host', wires[0]), new Transport('guest', wires[1])] as const;
      transports[0].other = transports[1];
      transports[1].other = transports[0];
      const game = () => new NetcodeGame(new CountedGame(true), ['host', 'guest']);
      const games = [game(), game()] as const;
      const host = module.createSession({ game: games[0], transport: transports[0] });
      const guest = module.createSession({ game: games[1], transport: transports[1] });
      await guest.joinRoom(await host.createRoom(), 'host');
      return [
        new Peer(host, transports[0], games[0], bots[0], 0, wires[1]),
        new Peer(guest, transports[1], games[1], bots[1], 1, wires[0]),
      ];
    },
  };
}
