import { useCallback, useRef, useState } from 'preact/hooks';

/** Announcements that stay in the document: enough for a slow reader, and few for somebody who walks through the page. */
const KEPT = 4;

interface Announcement {
  readonly id: number;
  readonly text: string;
}

/** What was announced last, and what announces more. */
export function useAnnouncements(): readonly [readonly Announcement[], (texts: readonly string[]) => void] {
  const count = useRef(0);
  const [announced, setAnnounced] = useState<readonly Announcement[]>([]);
  const announce = useCallback((texts: readonly string[]): void => {
    if (texts.length === 0) return;
    const fresh = texts.map((text) => ({ id: count.current++, text }));
    setAnnounced((before) => [...before, ...fresh].slice(-KEPT));
  }, []);
  return [announced, announce];
}

/** What is said aloud: nobody sees it, and a screen reader says each part once, when it comes. */
export function Announcer({ announced, name }: { readonly announced: readonly Announcement[]; readonly name: string }) {
  return (
    <div class="visually-hidden" aria-live="polite" aria-relevant="additions" data-testid={name}>
      {announced.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
