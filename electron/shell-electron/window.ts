import { app, BrowserWindow, screen } from 'electron';
import type { WindowArguments } from '../app/window-arguments.ts';
import { onScreen } from './on-screen.ts';
import { isPageUrl, pageUrl } from './page-origin.ts';

/** The court's own proportions, in CSS pixels. */
const usualSize = { width: 1_120, height: 700 };

/** A page that dies more often than this while the app runs would die forever. */
const maxReloads = 5;

/** Time for Chromium to clear a dead page away; to load another one within its event can end the app. */
const reloadDelayMs = 200;

/** Makes the game's window. The page is not loaded yet. */
export function createWindow(place: WindowArguments, preload: string): BrowserWindow {
  const { x, y, width = usualSize.width, height = usualSize.height } = place;
  const main = screen.getPrimaryDisplay().workArea;
  const window = new BrowserWindow({
    // The screen that the arguments speak of may not be there any more.
    ...(x === undefined || y === undefined
      ? { width: Math.min(width, main.width), height: Math.min(height, main.height) }
      : onScreen({ x, y, width, height }, [main, ...screen.getAllDisplays().map(({ workArea }) => workArea)])),
    minWidth: 320,
    minHeight: 240,
    show: !place.hidden,
    backgroundColor: '#07090f',
    title: 'Paddlewire',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // A match goes on while its window is hidden.
      backgroundThrottling: false,
      devTools: !app.isPackaged,
    },
  });
  let reloads = 0;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    if (++reloads > maxReloads) app.exit(1);
    // Back to the menu; what has been won is on disk. Later, because Chromium is still taking the dead page apart.
    else {
      setTimeout(() => {
        if (!window.isDestroyed()) void window.loadURL(pageUrl);
      }, reloadDelayMs);
    }
  });
  return window;
}

/** Shows a window to whoever has started the program again, minimised as it may be. One that is closed stays so. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Keeps every page of the app where it is: no navigation, no further windows, no embedded pages. To be called before the first window is made. */
export function guardNavigation(): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-navigate', (event, address) => {
      if (!isPageUrl(address)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
  });
}
