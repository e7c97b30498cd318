import { PRESETS } from 'paddlewire-netcode/session';
import { CHAT_LIMITS, plainChat } from 'paddlewire-netcode/text';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { MatchView, PhaseWord } from '../match/match-view.ts';
import { Button } from './button.tsx';
import { textField } from './text-field.ts';
import { useFollow } from './use-follow.ts';

/** Lines that stay readable while the chat is closed. */
const CLOSED_LINES = 2;

interface ChatPanelProps {
  readonly view: MatchView;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** The chat of a match: newest lines, and when open a field, the presets and mute. */
export function ChatPanel({ view, open, onClose }: ChatPanelProps) {
  const field = useRef<HTMLInputElement>(null);
  const log = useRef<HTMLDivElement>(null);
  /** Id of the newest line that was drawn, muted or not: a screen reader has heard it, or was not to. */
  const newestDrawn = useRef(-1);
  const [muted, setMuted] = useState(false);
  const [refused, setRefused] = useState('');
  /** What was typed and not sent: it is there again when the chat is opened again. */
  const draft = useRef('');
  const { chat, phase } = view.status;
  useLayoutEffect(() => {
    if (open) field.current?.focus();
  }, [open]);
  useEffect(() => {
    for (const { id } of chat) newestDrawn.current = Math.max(newestDrawn.current, id);
  }, [chat]);
  const heard = chat.filter(({ from }) => !muted || from === view.peerId);
  const lines = open ? heard : heard.slice(-CLOSED_LINES);
  const [isBehind, toEnd] = useFollow(log, lines.at(-1)?.id, open);
  const said = (taken: boolean): void => {
    if (taken) toEnd();
    setRefused(taken ? '' : refusal(phase));
  };
  const keepDraft = (text: string): void => {
    draft.current = text;
  };
  const send = (event: Event): void => {
    event.preventDefault();
    if (field.current === null) return;
    const text = plainChat(field.current.value);
    const taken = text === '' || view.say?.(text) === true;
    if (taken) {
      field.current.value = '';
      draft.current = '';
    }
    said(taken);
  };
  return (
    <aside class={open ? 'chat open' : 'chat'} aria-label="Chat">
      <div class="chat-log" role="log" aria-live="polite" ref={log}>
        {lines.map(({ id, seat, from, name, text, waits }) => (
          <p
            key={id}
            class={seat === undefined ? 'watcher' : `seat${seat}`}
            // Heard once, when it comes, and not when the chat is opened; our own not at all.
            aria-live={from === view.peerId || id <= newestDrawn.current ? 'off' : undefined}
          >
            <strong>
              <bdi>{name}</bdi>
            </strong>{' '}
            <bdi>{text}</bdi>
            {waits && <em class="chat-waits"> not delivered yet</em>}
          </p>
        ))}
      </div>
      {open && (
        <>
          <form class="chat-form" onSubmit={send}>
            <label class="visually-hidden" for="chat-text">
              Chat message
            </label>
            <input
              id="chat-text"
              ref={field}
              type="text"
              defaultValue={draft.current}
              {...textField(CHAT_LIMITS, keepDraft)}
              placeholder="Say something"
            />
            <button type="submit" class="button small">
              Send
            </button>
          </form>
          <div class="presets">
            {PRESETS.map((preset, index) => (
              <Button key={preset} label={preset} look="small" onClick={() => said(view.sayPreset?.(index) === true)} />
            ))}
          </div>
          <div class="chat-foot">
            <Button label="Mute" look="small quiet" aria-pressed={muted} onClick={() => setMuted(!muted)} />
            <Button label="Close chat" look="small quiet" onClick={onClose} />
            {isBehind && <Button label="Newest messages ↓" look="small quiet" onClick={toEnd} />}
          </div>
          <p class="field-problem" role="status">
            {refused}
          </p>
        </>
      )}
    </aside>
  );
}

function refusal(phase: PhaseWord): string {
  // Until the beginning of the match is on the disk; or of several lines, after an outage.
  if (phase === 'get-ready') return 'It was not sent. Wait a moment and send it again.';
  if (phase === 'connecting') return 'The match has not started yet. Send it again when it has.';
  return 'You are sending messages too fast. Wait a moment and send it again.';
}
