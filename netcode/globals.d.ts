/**
 * The only globals beside the language's own that netcode/ may use: every platform that runs it has them. They are declared here, in part,
 * because the compiler knows them as parts of the DOM or of Node, and netcode/ is compiled with neither.
 */

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, into: Uint8Array): { read: number; written: number };
}

declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  decode(bytes: Uint8Array): string;
}
