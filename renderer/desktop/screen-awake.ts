/** What a system hands out while the screen is to stay on. */
interface ScreenLock {
  release(): Promise<void>;
  addEventListener(type: 'release', listener: () => void): void;
}

/** Where a screen lock comes from, and whether the window is seen, without which there is none. */
export interface ScreenLocks {
  /** Rejects when the system does not want to, as on a battery that is nearly empty. */
  request(): Promise<ScreenLock>;
  isVisible(): boolean;
  /** Returns what stops that. */
  onVisibility(listener: () => void): () => void;
}

/**
 * Keeps the screen on, as far as the system lets it, until the function that it returns is called: whoever plays by gamepad or only watches
 * touches neither keyboard nor mouse. A window that is hidden loses its lock, and asks for another one when it is seen again.
 *
 * @param onProblem called with why there is no lock; the match goes on without
 */
export function keepScreenAwake(locks: ScreenLocks, onProblem: (problem: unknown) => void): () => void {
  let wanted = true;
  let asking = false;
  let seenMeanwhile = false;
  let lock: ScreenLock | undefined;
  const ask = async (): Promise<void> => {
    seenMeanwhile = asking;
    if (!wanted || asking || lock !== undefined || !locks.isVisible()) return;
    asking = true;
    try {
      const granted = await locks.request();
      if (!wanted) await granted.release();
      else {
        lock = granted;
        granted.addEventListener('release', () => {
          lock = undefined;
        });
      }
    } catch (error) {
      onProblem(error);
    } finally {
      asking = false;
    }
    // Hidden and shown again while the system thought about it: that answer was for the window as it was.
    if (seenMeanwhile) await ask();
  };
  const stop = locks.onVisibility(() => void ask());
  void ask();
  return () => {
    wanted = false;
    stop();
    lock?.release().catch(onProblem);
  };
}

/** The browser's own screen locks; undefined where it has none, as in a page that came over plain HTTP. */
export function browserScreenLocks(): ScreenLocks | undefined {
  if (!('wakeLock' in navigator)) return undefined;
  return {
    request: () => navigator.wakeLock.request('screen'),
    isVisible: () => !document.hidden,
    onVisibility: (listener) => {
      document.addEventListener('visibilitychange', listener);
      return () => document.removeEventListener('visibilitychange', listener);
    },
  };
}
