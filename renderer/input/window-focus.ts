/** Whether this window is seen and has the focus, so that what is pressed is meant for it. */
export function windowHasFocus(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

/** Calls the listener whenever the window loses the focus or goes out of sight. @returns what stops that */
export function onWindowLeft(listener: () => void): () => void {
  const onVisibility = (): void => {
    if (document.visibilityState !== 'visible') listener();
  };
  window.addEventListener('blur', listener);
  window.addEventListener('pagehide', listener);
  document.addEventListener('visibilitychange', onVisibility);
  return () => {
    window.removeEventListener('blur', listener);
    window.removeEventListener('pagehide', listener);
    document.removeEventListener('visibilitychange', onVisibility);
  };
}
