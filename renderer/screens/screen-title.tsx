import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Heading of a screen. Takes the focus when the screen opens, so that it is read out and Tab starts from there. */
export function ScreenTitle({ large = false, children }: { readonly large?: boolean; readonly children: ComponentChildren }) {
  const title = useRef<HTMLHeadingElement>(null);
  // Before it is seen, so that it takes the focus from no field that somebody has gone to already.
  useLayoutEffect(() => title.current?.focus(), []);
  return (
    <h1 class={large ? undefined : 'panel-title'} tabIndex={-1} ref={title}>
      {children}
    </h1>
  );
}
