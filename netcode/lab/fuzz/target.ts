import type { Random } from '../../local/random.ts';

/** One decoder, or one machine that is driven by bytes from outside, with what must hold for every input. */
export interface FuzzTarget {
  /** Names its corpus; lower case with dashes. */
  readonly name: string;
  /** Source files whose branches guide the search, from the project's folder on; a folder ends with a slash. */
  readonly sources: readonly string[];
  /** Longest input that is tried: a little more than the decoder's own limit, so that the limit is reached. */
  readonly maxBytes: number;
  /** Inputs to start from: what an honest peer sends. */
  readonly seeds: () => readonly Uint8Array[];
  /** Byte strings that no search finds by chance, such as magic numbers. */
  readonly dictionary: readonly Uint8Array[];
  /** Makes a random input that an honest peer could send. */
  readonly generate?: (random: Random) => Uint8Array;
  /** Tries one input. @throws when something that must hold does not */
  readonly check: (input: Uint8Array) => void;
  /** In few words what comes of an input, where that is decided by a library, whose branches are not counted. */
  readonly outcome?: (input: Uint8Array) => string;
  /** The decoder alone, for measuring what it allocates; missing where the input is no message but a script. */
  readonly decode?: (input: Uint8Array) => unknown;
  /** Most bytes that {@link decode} may allocate for an input of this many bytes, whatever that input claims. */
  readonly mayAllocate?: (inputBytes: number) => number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** UTF-8 of some texts. */
export function utf8(...texts: readonly string[]): Uint8Array[] {
  return texts.map((text) => encoder.encode(text));
}

/** Bytes as text, whatever they are: what is no UTF-8 becomes U+FFFD. */
export function asText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
