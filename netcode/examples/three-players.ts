import { type Game, Rollback } from 'paddlewire-netcode';

// --- The game: three players on a grid of 16 × 16, and a coin that jumps whenever somebody reaches it --------------------

const PLAYERS = 3;
const LEFT = 1;
const RIGHT = 2;
const UP = 4;
const DOWN = 8; // bits of an input
const COIN_X = 9; // words of the state: 0–8 x, y and coins of each player, 9–10 the coin, 11 what decides where it jumps
const COIN_Y = 10;
const RANDOM = 11;

/** Three players who collect coins. Deterministic: even the coin's next place comes from the state. */
export const coins: Game<Int32Array> = {
  stateWords: 12,
  inputBits: 4,
  players: PLAYERS,
  create: () => Int32Array.of(0, 0, 0, 8, 15, 0, 15, 0, 0, 8, 8, 1),
  step(state, inputs) {
    for (let player = 0; player < PLAYERS; player++) {
      const input = inputs[player] ?? 0;
      const { [3 * player]: x = 0, [3 * player + 1]: y = 0, [3 * player + 2]: count = 0 } = state;
      const newX = Math.max(0, Math.min(15, x + (input & RIGHT ? 1 : 0) - (input & LEFT ? 1 : 0)));
      const newY = Math.max(0, Math.min(15, y + (input & DOWN ? 1 : 0) - (input & UP ? 1 : 0)));
      state.set([newX, newY], 3 * player);
      if (newX !== state[COIN_X] || newY !== state[COIN_Y]) continue;
      const random = (Math.imul(state[RANDOM] ?? 0, 1664525) + 1013904223) | 0;
      state[3 * player + 2] = count + 1;
      state.set([(random >>> 8) & 15, (random >>> 16) & 15, random], COIN_X);
    }
  },
  save: (state, words, at) => words.set(state, at),
  load: (state, words, at) => state.set(words.subarray(at, at + 12)),
};

// --- A peer: the engine, and what it sends. A packet may be lost, late or repeated: the next one says all of it again ----

/** What one player sends another after each tick, over an unreliable channel. */
interface Packet {
  readonly from: number;
  /** The sender's inputs that the receiver has not acknowledged, and the tick of the first one. */
  readonly inputs: readonly number[];
  readonly firstTick: number;
  /** How many of the receiver's inputs have arrived: the acknowledgement. */
  readonly arrived: number;
}

/** One player's side of the match. */
class Peer {
  readonly game = new Rollback(coins, { delayTicks: 1, maxPredictionTicks: 30 });
  readonly #me: number;
  /** All of our inputs so far. A long match would drop those that everybody has acknowledged. */
  readonly #given: number[] = [];
  readonly #acknowledged = new Array<number>(PLAYERS).fill(0);

  constructor(me: number) {
    this.#me = me;
  }

  tick(input: number): void {
    const added = this.game.addLocal(this.#me, input);
    for (let i = 0; i < added; i++) this.#given.push(this.game.inputAt(this.#me, this.#given.length));
    this.game.advance(); // false when the others are too far behind: then this tick is tried again next time
  }

  packetFor(other: number): Packet {
    const firstTick = this.#acknowledged[other] ?? 0;
    return { from: this.#me, inputs: this.#given.slice(firstTick), firstTick, arrived: this.game.knownTicks(other) };
  }

  receive({ from, inputs, firstTick, arrived }: Packet): void {
    for (const [i, input] of inputs.entries()) this.game.addRemote(from, firstTick + i, input);
    this.#acknowledged[from] = Math.max(this.#acknowledged[from] ?? 0, arrived);
  }
}

// --- Three peers, on a network that delays each packet by another time and loses every fourth ----------------------------

/**
 * Plays for some ticks. Returns each peer's engine.
 * @param delayTicks by how much the last packets are later than the first
 */
export function playThree(ticks: number, delayTicks: number): readonly Rollback<Int32Array>[] {
  const peers = [new Peer(0), new Peer(1), new Peer(2)];
  const flights: { readonly atTick: number; readonly to: number; readonly packet: Packet }[] = [];
  let sent = 0;
  for (let now = 0; now < ticks; now++) {
    for (const [me, peer] of peers.entries()) {
      for (const { to, atTick, packet } of flights) if (to === me && atTick === now) peer.receive(packet);
      peer.tick(1 << ((now >> (2 + me)) & 3)); // everybody walks in circles, of different sizes
      for (let to = 0; to < PLAYERS; to++) {
        if (to !== me && sent++ % 4 !== 0) flights.push({ atTick: now + 1 + (sent % (delayTicks + 1)), to, packet: peer.packetFor(to) });
      }
    }
  }
  return peers.map(({ game }) => game);
}
