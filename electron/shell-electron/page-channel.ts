import { type BrowserWindow, ipcMain } from 'electron';
import type { MessageChannel } from '../contract/rpc.ts';
import { isPageUrl } from './page-origin.ts';

/** The one IPC channel, both ways. `preload.ts` has the same name. */
const channel = 'paddlewire';

/** Messages to and from the page of a window. Those of any other sender, frame or address are dropped. */
export function pageChannel(window: BrowserWindow): MessageChannel {
  const contents = window.webContents;
  return {
    post: (message) => {
      if (!contents.isDestroyed() && isPageUrl(contents.getURL())) contents.send(channel, message);
    },
    on: (handler) => {
      ipcMain.on(channel, (event, message: unknown) => {
        const frame = event.senderFrame;
        if (event.sender !== contents || frame === null || frame !== contents.mainFrame || !isPageUrl(frame.url)) return;
        handler(message);
      });
    },
  };
}
