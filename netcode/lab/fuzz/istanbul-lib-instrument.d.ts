declare module 'istanbul-lib-instrument' {
  /** Puts counters into source text. */
  interface Instrumenter {
    instrumentSync(code: string, filename: string): string;
  }
  export function createInstrumenter(options: {
    readonly esModules: boolean;
    readonly compact: boolean;
    readonly coverageVariable: string;
    readonly parserPlugins: readonly string[];
  }): Instrumenter;
}
