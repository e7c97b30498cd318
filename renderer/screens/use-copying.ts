import { useState } from 'preact/hooks';
import type { AppController } from '../app/app-controller.ts';
import { diagnostics } from '../desktop/diagnostics.ts';

/** A code that can be copied at the press of a button. */
export interface Copying {
  /** How it went with this very code; undefined before it was tried. */
  readonly done: boolean | undefined;
  copy(): void;
}

/** Copies a code to the clipboard, and knows how that went. */
export function useCopying(controller: AppController, code: string): Copying {
  const [copied, setCopied] = useState<{ readonly code: string; readonly done: boolean }>();
  return {
    // What was said of an old code is not true of its successor.
    done: copied?.code === code ? copied.done : undefined,
    copy: () => {
      controller.desktop.calls.copyText(code).then(
        () => setCopied({ code, done: true }),
        (error: unknown) => {
          diagnostics.note('clipboard', 'not copied', error);
          setCopied({ code, done: false });
        },
      );
    },
  };
}
