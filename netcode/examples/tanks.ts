import { type Game, type Match, Session, type SessionEvent } from 'paddlewire-netcode/session';

// --- The game: integers in one Int32Array, nothing from outside ---------------------------------------------------------

const WIDTH = 10_000; // between the two tanks, which move up and down
const HEIGHT = 5000;
const SIZE = 300; // of a tank, from its middle
const NO_SHELL = -1;
const UP = 1;
const DOWN = 2;
const FIRE = 4; // bits of an input: −8 to 7 is what an input can be

/** Moves the tank of a seat and its shell. Words of the state, seat 0 first: 0–1 tanks, 2–3 shells' way, 4–5 shells' height, 6–7 hits. */
function act(state: Int32Array, seat: 0 | 1, input: number): void {
  const { [seat]: y = 0, [1 - seat]: otherY = 0, [2 + seat]: way = 0, [4 + seat]: height = 0, [6 + seat]: hits = 0 } = state;
  state[seat] = Math.max(0, Math.min(HEIGHT, y + (input & DOWN ? 60 : 0) - (input & UP ? 60 : 0)));
  if (way === NO_SHELL) {
    if (input & FIRE) {
      state[2 + seat] = 0;
      state[4 + seat] = y;
    }
  } else if (way < WIDTH) state[2 + seat] = way + 250;
  else {
    state[2 + seat] = NO_SHELL;
    if (Math.abs(height - otherY) <= SIZE) state[6 + seat] = hits + 1;
  }
}

/** Two tanks that shoot at each other. Deterministic: `step` reads the state and the inputs, and nothing else. */
export const tanks: Game<Int32Array> = {
  stateWords: 8,
  inputBits: 4,
  signedInputs: true,
  create: () => Int32Array.of(HEIGHT / 2, HEIGHT / 2, NO_SHELL, NO_SHELL, 0, 0, 0, 0),
  step(state, inputs) {
    act(state, 0, inputs[0] ?? 0);
    act(state, 1, inputs[1] ?? 0);
  },
  save: (state, words, at) => words.set(state, at),
  load: (state, words, at) => state.set(words.subarray(at, at + 8)),
};

/** The game as a session plays it. It keeps nothing, and never waits for a disk or for consent. */
export const tanksMatch: Match<Int32Array> = {
  game: () => tanks,
  rules: 1, // raise it with every change of the rules
  ticksPerSecond: 60,
};

// --- Two players. These share a process and a clock; yours have a WebRTC connection, or any other -----------------------

/** Plays for some seconds of virtual time on a connection with a delay. Returns the confirmed state of each side. */
export function playTanks(seconds: number, delayMs: number): readonly [Int32Array, Int32Array] {
  const side = (localId: 1 | 2) =>
    new Session(tanksMatch, {
      localId, // 1 leads and sits in seat 0
      remoteId: 3 - localId,
      name: `Tank ${localId}`,
      seed: 7, // random, in your game
      sessionToken: new Uint8Array(8), // random, in your game
      // The player's input of a tick: here both move up and down, and fire now and then.
      inputFor: (tick) => (tick & (localId * 64) ? UP : DOWN) + (tick % 50 < 6 ? FIRE : 0),
      inputDelayTicks: 1,
      graceMs: 15_000,
      resumeSecret: new Uint8Array(32), // known to these two players alone, in your game
    });
  const sides = [side(1), side(2)] as const;
  const flights: { readonly atMs: number; readonly to: 0 | 1; readonly event: SessionEvent }[] = [];
  let nowMs = 0;
  const give = (to: 0 | 1, event: SessionEvent): void => {
    const other = to === 0 ? 1 : 0;
    for (const effect of sides[to].step(nowMs, event)) {
      // The bytes are reused by the next step: send them now, or copy them.
      if (effect.type === 'sendFast')
        flights.push({ atMs: nowMs + delayMs, to: other, event: { type: 'fast', from: to + 1, bytes: effect.bytes.slice() } });
      if (effect.type === 'sendReliable')
        flights.push({ atMs: nowMs + delayMs, to: other, event: { type: 'reliable', from: to + 1, bytes: effect.bytes } });
    }
  };
  give(0, { type: 'linkOpened', from: 2 });
  give(1, { type: 'linkOpened', from: 1 });
  for (; nowMs < seconds * 1000; nowMs += 4) {
    while (flights[0] !== undefined && flights[0].atMs <= nowMs) {
      const flight = flights.shift();
      if (flight !== undefined) give(flight.to, flight.event);
    }
    give(0, { type: 'poll' });
    give(1, { type: 'poll' });
  }
  return [sides[0].confirmed, sides[1].confirmed];
}
