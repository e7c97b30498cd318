/** Main process of the Electron shell: only wires. */
import { join, resolve } from 'node:path';
import { app, clipboard, dialog, Menu, session } from 'electron';
import { LINK_SCHEME } from 'paddlewire-netcode/rendezvous';
import { createServices } from '../app/services.ts';
import { linkAmong, parseWindowArguments, type WindowArguments } from '../app/window-arguments.ts';
import { servePage } from '../contract/page-rpc.ts';
import { removeSingleton } from '../storage/chromium-singleton.ts';
import { dataHome } from '../storage/data-home.ts';
import { lockProfile } from '../storage/profile-lock.ts';
import { registerPageScheme, servePageFolder } from './app-protocol.ts';
import { forkBrokerIn } from './broker-fork.ts';
import { pageChannel } from './page-channel.ts';
import { pageUrl } from './page-origin.ts';
import { guardPermissions } from './permissions.ts';
import { bringToFront, createWindow, guardNavigation } from './window.ts';

const here = import.meta.dirname;

function readArguments(): WindowArguments | undefined {
  try {
    return parseWindowArguments(process.argv.slice(1), dataHome);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    app.exit(2);
    return undefined;
  }
}

async function openGame(given: WindowArguments): Promise<void> {
  const userData = resolve(given.dataDir, 'electron');
  const alone = app.requestSingleInstanceLock();
  // Elsewhere than on macOS a link that is clicked starts the program once more.
  app.on('second-instance', (_event, args) => onLink(linkAmong(args) ?? ''));
  await app.whenReady();
  const services = createServices({
    about: { shell: 'electron', version: app.getVersion(), profile: given.profile, telemetry: given.telemetry },
    dataDir: given.dataDir,
    forkBroker: forkBrokerIn(join(here, 'broker.js')),
    systemProxy: (url) => session.defaultSession.resolveProxy(url),
    window: { copyText: (text) => clipboard.writeText(text) },
  });
  const { note, noteLast } = services.diagnostics;
  // Electron's own lock knows no window of the browser shell, no other computer, and can be left behind.
  const lock = await lockProfile(given.dataDir, { link: alone ? given.joinLink : undefined, onCalled: (link) => onLink(link), note });
  if ('sentence' in lock) {
    // Electron's own lock has brought a window of this shell to the front.
    if (alone || !lock.shown) dialog.showErrorBox('Paddlewire is already open', lock.sentence);
    app.exit();
    return;
  }
  // Without our file another window may have that lock rightly.
  if (!alone && lock.byFile) {
    removeSingleton(userData);
    app.requestSingleInstanceLock();
  }
  // The menu's keys would get between a player and the paddle; macOS needs one for quitting and pasting.
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
  guardPermissions(session.defaultSession);
  servePageFolder(session.defaultSession.protocol, join(here, '../page'));
  const window = createWindow(given, join(here, 'preload.cjs'));
  process.on('uncaughtExceptionMonitor', (error) => noteLast('desktop', 'uncaught', error));
  const unclosed = (error: unknown): void => note('rendezvous', 'not closed behind a page', error);
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    note('page', `its process is gone (${reason}, ${exitCode})`);
    services.pageGone().catch(unclosed);
  });
  app.on('child-process-gone', (_event, { type, reason }) => note('desktop', `${type} process is gone (${reason})`));
  app.on('will-quit', (event) => {
    event.preventDefault();
    services.pageGone().catch(unclosed);
    void services.written().then(() => app.exit());
  });
  const { page } = servePage(services.calls, pageChannel(window), (error) => note('page', 'sent what makes no sense', error));
  // Each load is a page of its own: what the one before had open at the rendezvous is closed.
  window.webContents.on('did-start-loading', () => {
    services.serve(page).catch(unclosed);
  });
  const firstLink = earlyLink ?? given.joinLink;
  if (firstLink !== undefined) services.offerJoinLink(firstLink);
  onLink = (link) => {
    services.offerJoinLink(link);
    bringToFront(window);
  };
  await window.loadURL(pageUrl);
}

/** A link that was handed over before there was a window. */
let earlyLink: string | undefined;
/** What becomes of a link that the system or another start hands over; an empty one asks for the window alone. */
let onLink = (link: string): void => {
  if (link !== '') earlyLink = link;
};

registerPageScheme();
guardNavigation();
app.on('open-url', (event, link) => {
  event.preventDefault();
  onLink(link);
});
const given = readArguments();
if (given !== undefined) {
  // One folder for everything that the profile stores, Chromium's own files included.
  app.setPath('userData', resolve(given.dataDir, 'electron'));
  // A machine that is offline still has its loopback address.
  app.commandLine.appendSwitch('allow-loopback-in-peer-connection');
  if (given.showLocalIps) app.commandLine.appendSwitch('disable-features', 'WebRtcHideLocalIpsWithMdns');
  // It would take that switch back, without which Chromium does not start as root.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app.on('window-all-closed', () => app.quit());
  // Not for a program that is only being worked on: links would open it from then on. Behind the two dashes a link can't pass for an option.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME, process.execPath, ['--']);
  openGame(given).catch((error: unknown) => {
    dialog.showErrorBox('Paddlewire can’t start', error instanceof Error ? error.message : String(error));
    app.exit(1);
  });
}
