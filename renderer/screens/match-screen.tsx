import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { AppController } from '../app/app-controller.ts';
import { diagnostics } from '../desktop/diagnostics.ts';
import { browserScreenLocks, keepScreenAwake } from '../desktop/screen-awake.ts';
import { Shortcuts } from '../input/shortcuts.ts';
import { shareKeys } from '../input/two-players.ts';
import type { MatchView } from '../match/match-view.ts';
import type { Sounds } from '../sound/sounds.ts';
import { Button } from './button.tsx';
import { ChatPanel } from './chat-panel.tsx';
import { LeaveMatch } from './leaving.tsx';
import { MatchPanel } from './match-panel.tsx';
import { nameList } from './name-list.ts';
import { NetworkOverlay } from './network-overlay.tsx';
import { coversMatch, phaseText } from './phase-text.ts';
import { SpokenMatch } from './spoken-match.tsx';
import { useCourtAlone } from './use-court-alone.ts';
import { useLive } from './use-live.ts';
import { usePracticePause } from './use-practice-pause.ts';

/** Names, score and panels over a match, and its keys: Escape, T and F3. */
export function MatchScreen({
  controller,
  view,
  sounds,
}: {
  readonly controller: AppController;
  readonly view: MatchView;
  readonly sounds: Sounds;
}) {
  useLive(view);
  const [paused, setPaused] = useState(false);
  const [chatOpen, setChatOpen] = useState(false);
  const [networkShown, setNetworkShown] = useState(false);
  const shortcuts = useRef(new Shortcuts()).current;
  const { status } = view;
  const { phase, score, names, countdownSeconds, winner } = status;
  const covered = coversMatch(phase);
  const online = view.say !== undefined;
  const counts = (phase === 'countdown' || phase === 'get-ready') && countdownSeconds > 0;

  useEffect(() => {
    if (counts) sounds.countdown(countdownSeconds);
  }, [counts, countdownSeconds, sounds]);
  useEffect(() => {
    if (phase === 'over' && winner !== undefined) sounds.over(view.seat === undefined || winner === view.seat);
  }, [phase, winner, view, sounds]);
  // Before the screen is seen, so that the first key pressed on it counts, and by what it shows.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // A key that steers does nothing else.
      if (event.defaultPrevented) return;
      const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
      const shortcut = shortcuts.press(event, typing);
      if (shortcut === undefined || (shortcut === 'chat' && !online)) return;
      event.preventDefault();
      if (shortcut === 'network') setNetworkShown((before) => !before);
      else if (shortcut === 'chat') setChatOpen(true);
      else if (shortcut === 'menu' && chatOpen) setChatOpen(false);
      else if (shortcut === 'menu' && phase === 'ended') controller.toMenu();
      else if (shortcut === 'menu' && !covered) setPaused((before) => !before);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [controller, shortcuts, phase, chatOpen, covered, online]);
  const isFinal = covered && phase !== 'suspended';
  useEffect(() => {
    // After a lost connection the menu is there again where it was; what ends a game or a match ends its menu as well.
    if (isFinal) setPaused(false);
  }, [isFinal]);
  const menuOpen = paused && !covered;
  useEffect(() => view.setPaused?.(menuOpen), [view, menuOpen]);
  const left = usePracticePause(view, covered, paused, setPaused);
  const panel = menuOpen || covered;
  useLayoutEffect(() => {
    controller.panelOpen = panel;
    return () => {
      controller.panelOpen = false;
    };
  }, [controller, panel]);
  useCourtAlone(!panel);
  // Who has left for good, or left the computer alone in a paused match, needs no screen.
  const plays = phase !== 'over' && phase !== 'ended' && !status.canClaim && !status.claimed && (online || !menuOpen);
  useEffect(() => {
    const locks = plays ? browserScreenLocks() : undefined;
    return locks === undefined ? undefined : keepScreenAwake(locks, (error) => diagnostics.note('screen', 'not kept on', error));
  }, [plays]);
  const chats = online && phase !== 'ended';
  const chatShown = chats && chatOpen;
  return (
    <main class={chatShown ? 'match chatting' : 'match'}>
      <header class="hud">
        <Player seat={0} view={view} score={score[0]} name={names[0]} />
        <Player seat={1} view={view} score={score[1]} name={names[1]} />
      </header>
      <SpokenMatch view={view} />
      <p class="visually-hidden" data-testid="phase">
        {phase}
      </p>
      <div id="court-place">
        {counts && (
          <p class="countdown" key={countdownSeconds} aria-hidden="true">
            {countdownSeconds}
          </p>
        )}
        {phase === 'countdown' && view.kind === 'local' && <KeysOfBoth controller={controller} />}
        {phase === 'get-ready' && <p class="countdown-note">Get ready</p>}
        {phase === 'point' && <p class="point-note">{phaseText(status, view.seat)}</p>}
        {networkShown && <NetworkOverlay view={view} />}
      </div>
      {panel && (
        <div class="panel-layer">
          <MatchPanel controller={controller} view={view} paused={paused} left={left} onResume={() => setPaused(false)} />
        </div>
      )}
      <footer class="match-foot">
        {chats && !chatOpen && <Button label="Chat" look="small chat-opener" aria-expanded={false} onClick={() => setChatOpen(true)} />}
        {chats && <ChatPanel view={view} open={chatOpen} onClose={() => setChatOpen(false)} />}
        <Watching view={view} />
        {!panel && (
          <div class="match-tools">
            <Button label="Menu" look="small" onClick={() => setPaused(true)} />
            <LeaveMatch controller={controller} view={view} small />
          </div>
        )}
      </footer>
    </main>
  );
}

/** Which keys are whose, where two play here: each side's on its own half. */
function KeysOfBoth({ controller }: { readonly controller: AppController }) {
  useLive(controller.keyNames);
  return (
    <p class="keys-of-both">
      {shareKeys(controller.settings.keys).map(({ up, down }, seat) => (
        <span key={up[0]} class={`seat${seat}`}>
          <span class="visually-hidden">{seat === 0 ? 'Left player: ' : 'Right player: '}</span>
          {[...up, ...down].map((code) => (
            <kbd key={code}>{controller.keyNames.nameOf(code)}</kbd>
          ))}
        </span>
      ))}
    </p>
  );
}

/** Who watches, or that we do. */
function Watching({ view }: { readonly view: MatchView }) {
  return <p class="watching">{watchingText(view)}</p>;
}

function watchingText({ kind, status: { labels, watchers, phase } }: MatchView): string {
  const others = nameList(watchers);
  if (kind !== 'watch') return watchers.length === 0 ? '' : `Watched by ${others}`;
  if (phase === 'connecting') return '';
  return `Watching ${labels[0]} against ${labels[1]}${watchers.length === 0 ? '' : `, with ${others}`}`;
}

function Player({
  seat,
  view,
  score,
  name,
}: {
  readonly seat: 0 | 1;
  readonly view: MatchView;
  readonly score: number;
  readonly name: string;
}) {
  const own = view.seat === seat;
  return (
    <section class={`player seat${seat}`} aria-label={seat === 0 ? 'Left player' : 'Right player'}>
      <span class="player-name">
        <span class="player-mark" aria-hidden="true" />
        <bdi>{name}</bdi>
        {own && <span class="player-you">you</span>}
      </span>
      <span class="player-score" data-testid={seat === 0 ? 'score-left' : 'score-right'}>
        {score}
      </span>
    </section>
  );
}
