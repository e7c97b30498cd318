import type { Game, Match } from 'paddlewire-netcode/session';

/** The eight buttons of a player, a bit each. */
export const Button = { left: 1, right: 2, jump: 4, crouch: 8, punch: 16, kick: 32, block: 64, taunt: 128 } as const;

/** Words of a fighter's part of the state; the second one's follow the first one's. `strikes` counts a punch down to 0, and a kick up to it. */
export const Word = { x: 0, y: 1, rise: 2, health: 3, strikes: 4, stunned: 5, held: 6, wins: 7 } as const;

const WORDS = 8;
/** The stage goes from 0 to this, and the floor is at 0. */
export const WIDTH = 10_000;
export const HEALTH = 100;
const REACH = 900;
const STRIKE_TICKS = 14; // from the press to the end of a punch or kick
const HIT_AT = 8; // ticks before that end: the moment in which it hits
const STUN_TICKS = 20;

/** What a fighter does with the buttons of a tick. `me` and `other` are where their words begin. */
function act(state: Int32Array, me: number, other: number, buttons: number): void {
  const word = (at: number) => state[at] ?? 0;
  const pressed = buttons & ~word(me + Word.held); // a held button is predicted to be held: only a new press strikes or jumps
  state[me + Word.held] = buttons;
  if (word(me + Word.stunned) > 0) state[me + Word.stunned] = word(me + Word.stunned) - 1;
  else {
    if (!(buttons & (Button.block | Button.crouch))) {
      const way = (buttons & Button.right ? 90 : 0) - (buttons & Button.left ? 90 : 0);
      state[me + Word.x] = Math.max(0, Math.min(WIDTH, word(me + Word.x) + way));
    }
    if (pressed & Button.jump && word(me + Word.y) === 0) state[me + Word.rise] = 260;
    if (pressed & (Button.punch | Button.kick) && word(me + Word.strikes) === 0)
      state[me + Word.strikes] = pressed & Button.kick ? -STRIKE_TICKS : STRIKE_TICKS;
  }
  state[me + Word.y] = Math.max(0, word(me + Word.y) + word(me + Word.rise));
  state[me + Word.rise] = word(me + Word.y) === 0 ? 0 : word(me + Word.rise) - 20;
  state[me + Word.strikes] = word(me + Word.strikes) - Math.sign(word(me + Word.strikes));
  if (Math.abs(word(me + Word.strikes)) === HIT_AT) strike(state, me, other);
}

function strike(state: Int32Array, me: number, other: number): void {
  const far =
    Math.abs((state[me] ?? 0) - (state[other] ?? 0)) > REACH || Math.abs((state[me + Word.y] ?? 0) - (state[other + Word.y] ?? 0)) > REACH;
  if (far || (state[other + Word.held] ?? 0) & Button.block) return;
  state[other + Word.stunned] = STUN_TICKS;
  const health = (state[other + Word.health] ?? 0) - ((state[me + Word.strikes] ?? 0) < 0 ? 12 : 8);
  state[other + Word.health] = health;
  if (health > 0) return;
  state[me + Word.wins] = (state[me + Word.wins] ?? 0) + 1;
  begin(state);
}

/** The next round: both at their places, in full health. Wins stay. */
function begin(state: Int32Array): void {
  for (const [at, x] of [
    [0, WIDTH / 2 - 1500],
    [WORDS, WIDTH / 2 + 1500],
  ] as const) {
    state.fill(0, at, at + Word.held);
    state[at + Word.x] = x;
    state[at + Word.health] = HEALTH;
  }
}

/** Two fighters with eight buttons each. */
export const fighter: Game<Int32Array> = {
  stateWords: 2 * WORDS,
  inputBits: 8,
  create: () => {
    const state = new Int32Array(2 * WORDS);
    begin(state);
    return state;
  },
  step(state, inputs) {
    act(state, 0, WORDS, inputs[0] ?? 0);
    act(state, WORDS, 0, inputs[1] ?? 0);
  },
  save: (state, words, at) => words.set(state, at),
  load: (state, words, at) => state.set(words.subarray(at, at + 2 * WORDS)),
};

/** It keeps nothing and never waits. */
export const fighterMatch: Match<Int32Array> = { game: () => fighter, rules: 1, ticksPerSecond: 60 };
