import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { CHAT_LIMITS } from '../../netcode/text/chat-text.ts';
import { PRESETS } from '../../netcode/wire/control.ts';
import type { MatchView } from '../match/match-view.ts';
import { textField } from './text-field.ts';

/** Lines that stay readable while the chat is closed. */
const CLOSED_LINES = 2;

interface ChatProps {
  readonly view: MatchView;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** The chat of a match: newest lines, and when open a field, the presets and mute. */
export function Chat({ view, open, onClose }: ChatProps) {
  const field = useRef<HTMLInputElement>(null);
  const [muted, setMuted] = useState(false);
  const [refused, setRefused] = useState(false);
  useLayoutEffect(() => {
    if (open) field.current?.focus();
  }, [open]);
  const heard = view.snapshot.chat.filter(({ from }) => !muted || from === view.peerId);
  const lines = open ? heard : heard.slice(-CLOSED_LINES);
  const send = (event: Event): void => {
    event.preventDefault();
    const text = field.current?.value.trim() ?? '';
    if (text === '' || field.current === null) return;
    const said = view.say(text);
    setRefused(!said);
    if (said) field.current.value = '';
  };
  return (
    <aside class={open ? 'chat open' : 'chat'} aria-label="Chat">
      <div class="chat-log" role="log" aria-live="polite">
        {lines.map(({ id, seat, name, text }) => (
          <p key={id} class={seat === undefined ? 'watcher' : `seat${seat}`}>
            <strong>{name}</strong> {text}
          </p>
        ))}
      </div>
      {open && (
        <>
          <form class="chat-form" onSubmit={send}>
            <label class="visually-hidden" for="chat-text">
              Chat message
            </label>
            <input id="chat-text" ref={field} type="text" {...textField(CHAT_LIMITS)} placeholder="Say something" />
            <button type="submit" class="button small">
              Send
            </button>
          </form>
          <div class="presets">
            {PRESETS.map((preset, index) => (
              <button key={preset} type="button" class="button small" onClick={() => setRefused(!view.sayPreset(index))}>
                {preset}
              </button>
            ))}
          </div>
          <div class="chat-foot">
            <button type="button" class="button small quiet" aria-pressed={muted} onClick={() => setMuted(!muted)}>
              {muted ? 'Unmute' : 'Mute'}
            </button>
            <button type="button" class="button small quiet" onClick={onClose}>
              Close chat
            </button>
          </div>
          <p class="field-problem" role="status">
            {refused ? 'That was a little fast. Wait a moment and send it again.' : ''}
          </p>
        </>
      )}
    </aside>
  );
}
