import { useEffect, useReducer } from 'preact/hooks';

/** Draws the component again whenever a source says that it has changed. */
export function useLive(source: { subscribe(listener: () => void): () => void }): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    // Something may have changed between the first drawing and now.
    redraw(undefined);
    return source.subscribe(() => redraw(undefined));
  }, [source]);
}
