import { useEffect, useRef } from 'preact/hooks';
import type { MatchView } from '../match/match-view.ts';
import { MatchSpeech } from '../match/speech.ts';
import { Announcer, useAnnouncements } from './announcer.tsx';

/** Says aloud what happens in a match. */
export function SpokenMatch({ view }: { readonly view: MatchView }) {
  const speech = useRef(new MatchSpeech()).current;
  const [announced, announce] = useAnnouncements();
  useEffect(() => {
    const look = (): void => announce(speech.take(view));
    look();
    return view.subscribe(look);
  }, [view, speech, announce]);
  return <Announcer announced={announced} name="speech" />;
}
