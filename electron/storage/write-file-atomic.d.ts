declare module 'write-file-atomic' {
  /** Writes a file so that it is, whatever happens, either the old one or the new one; syncs it to disk unless `fsync` is false. */
  function writeFileAtomic(
    filename: string,
    data: string | Uint8Array,
    options?: { readonly mode?: number; readonly fsync?: boolean },
  ): Promise<void>;
  export = writeFileAtomic;
}
