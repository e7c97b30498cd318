/** One tick's inputs, by seat. The engine reuses it: read it inside `step` and do not keep it. */
export type Inputs = Int8Array;

/**
 * A deterministic two-player game. `step` must compute the same on every machine, so it may use only integer arithmetic,
 * `+ - * /` and square roots.
 */
export interface Game<State> {
  /** 32-bit words that `save` writes, 1 to 1024. */
  readonly stateWords: number;
  /** A new state at tick 0. */
  create(): State;
  /** Advances the state in place by one tick. `inputs[0]` and `inputs[1]` are −8…7. */
  step(state: State, inputs: Inputs): void;
  /** Writes the whole state into `words`, from `at` on. */
  save(state: State, words: Int32Array, at: number): void;
  /** Reads back exactly what `save` wrote. */
  load(state: State, words: Int32Array, at: number): void;
}
