import { useEffect, useRef, useState } from 'preact/hooks';
import type { MatchView } from '../match/match-view.ts';
import { MatchSpeech } from '../match/speech.ts';

/** Announcements that stay in the document: enough for a slow reader, and few for somebody who walks through the page. */
const KEPT = 4;

/** Says aloud what happens in a match: nobody sees it, and a screen reader says each part once, when it comes. */
export function SpokenMatch({ view }: { readonly view: MatchView }) {
  const speech = useRef(new MatchSpeech()).current;
  const count = useRef(0);
  const [said, setSaid] = useState<readonly { readonly id: number; readonly text: string }[]>([]);
  useEffect(() => {
    const look = (): void => {
      const fresh = speech.take(view).map((text) => ({ id: count.current++, text }));
      if (fresh.length > 0) setSaid((before) => [...before, ...fresh].slice(-KEPT));
    };
    look();
    return view.subscribe(look);
  }, [view, speech]);
  return (
    <div class="visually-hidden" aria-live="polite" aria-relevant="additions" data-testid="speech">
      {said.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
