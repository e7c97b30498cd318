/** Runs sandboxed before the page: gives it one channel to the main process and nothing else. */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';

// Not imported: a sandboxed preload is one file. `page-channel.ts` has the same name.
const channel = 'paddlewire';

let listener: ((event: IpcRendererEvent, message: unknown) => void) | undefined;

contextBridge.exposeInMainWorld('paddlewireDesktop', {
  send: (message: unknown) => ipcRenderer.send(channel, message),
  // One handler: another call replaces it, so that a page can't pile them up.
  onMessage: (handler: (message: unknown) => void) => {
    if (listener !== undefined) ipcRenderer.removeListener(channel, listener);
    // Without the event, through which the page would reach more than messages.
    listener = (_event, message) => handler(message);
    ipcRenderer.on(channel, listener);
  },
});
