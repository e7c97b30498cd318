import { useEffect, useState } from 'preact/hooks';
import { canFillScreen, fillsScreen, toggleFullScreen } from '../desktop/full-screen.ts';

/** Full screen for those who have no keyboard at hand; nothing where this window may not fill the screen. */
export function FullScreenField() {
  const [on, setOn] = useState(fillsScreen);
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    // Also after the system or a key has changed it.
    const follow = (): void => {
      setOn(fillsScreen());
      setRefused(false);
    };
    document.addEventListener('fullscreenchange', follow);
    return () => document.removeEventListener('fullscreenchange', follow);
  }, []);
  if (!canFillScreen()) return null;
  return (
    <div class="field">
      <label class="check">
        <input type="checkbox" checked={on} onChange={() => void toggleFullScreen().catch(() => setRefused(true))} />
        <span>
          Full screen <kbd>F11</kbd>
        </span>
      </label>
      {refused && <span class="field-problem">The system did not allow full screen.</span>}
    </div>
  );
}
