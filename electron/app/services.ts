import { once } from 'node:events';
import { release } from 'node:os';
import { join } from 'node:path';
import { MAX_LINK_CHARS, parseJoinLink, writtenForms } from 'paddlewire-netcode/rendezvous';
import type { About, DesktopCalls, PageCalls, RendezvousFailure, Settings } from '../contract/desktop.ts';
import { maxCopiedChars } from '../contract/desktop-schemas.ts';
import { checkedCalls } from '../contract/page-rpc.ts';
import { privateWordsOf } from '../contract/private-words.ts';
import { type ForkBroker, startBrokerProcess } from '../rendezvous/broker-starter.ts';
import { MqttRendezvous } from '../rendezvous/mqtt-rendezvous.ts';
import { privateWordsOfProxy, proxyChooser } from '../rendezvous/proxy.ts';
import { RendezvousUnreachable } from '../rendezvous/rendezvous-unreachable.ts';
import { type DiagnosticsLog, openDiagnosticsLog } from '../storage/diagnostics-log.ts';
import { diskWords } from '../storage/disk-error.ts';
import { machineWords } from '../storage/machine-words.ts';
import { openMatchLogs } from '../storage/match-log.ts';
import { openSettingsFile, type ReadSettings } from '../storage/settings-file.ts';

/** What a shell brings to the services that both share. */
export interface ServicesOptions {
  readonly about: About;
  /** Folder of everything that is stored. */
  readonly dataDir: string;
  readonly forkBroker: ForkBroker;
  /** Tells what the system's settings say of a web address, as a list of proxies; not there in a shell that can't ask. */
  readonly systemProxy?: (url: string) => Promise<string>;
  /** Not there in a shell whose page can do this by itself. */
  readonly window?: { copyText(text: string): void };
}

/** What stands behind the calls of one window's page. */
export interface Services {
  /** Each checks its arguments, whatever their types promise. */
  readonly calls: DesktopCalls;
  /** What happened in the shell, for the diagnostics. */
  readonly diagnostics: Pick<DiagnosticsLog, 'note' | 'noteLast'>;
  /** From now on this page is told what happens. The one before it is gone, if it was not said before. */
  serve(page: PageCalls): Promise<void>;
  /** The page is gone: publishes its farewells, and closes what it had open at the rendezvous. */
  pageGone(): Promise<void>;
  /** Keeps a link for the page, in place of one that it has not taken yet; the page says what is wrong with it. An empty one is none. */
  offerJoinLink(link: string): void;
  /** Resolves once all that was given to be written is on the disk, and what was published at a broker, or could not be: to be awaited before the process ends. Gives up after 3 s. */
  written(): Promise<void>;
}

/** Time for writes and messages when the process is to end: a disk that takes longer would keep a closed window's process forever. */
const maxWriteMs = 3_000;

/** Said once where a drive can't make sure that what was written is on it. */
const unsyncedWords =
  'The drive of this profile can’t guarantee that saved data survives a power cut, which is usual for network drives and shared folders. Matches are saved as safely as it allows.';

/** Makes the services of one window. Nothing is read or opened before it is asked for. */
export function createServices(options: ServicesOptions): Services {
  const subscriptions = new Map<string, () => Promise<void>>();
  /** What is still to be said for the page, by topic, should it go away. */
  const farewells = new Map<string, Uint8Array>();
  const diagnostics = openDiagnosticsLog(options.dataDir);
  diagnostics.hide(machineWords(options.dataDir));
  const settingsFile = openSettingsFile(options.dataDir, (error) => diagnostics.note('settings', 'no copy of the sound file', error));
  const logs = openMatchLogs(join(options.dataDir, 'matches'), {
    onTrouble: (what, error) => diagnostics.note('match-log', what, error),
    onUnsynced: () => notices.add(unsyncedWords),
  });
  /** What is wrong with the config file now. */
  let problems: readonly string[] = [];
  /** What happened once and should be known. */
  const notices = new Set<string>();
  let page: PageCalls | undefined;
  let joinLink: string | undefined;
  let rendezvous: Promise<MqttRendezvous> | undefined;
  /** Writes to the disk and messages under way, which would be lost if the process ended now. */
  const writing = new Set<Promise<unknown>>();

  function tracked<T>(write: Promise<T>): Promise<T> {
    const over = () => writing.delete(write);
    writing.add(write);
    write.then(over, over);
    return write;
  }

  /** Takes note of what was read. */
  async function settingsOf(reading: Promise<ReadSettings>) {
    const read = await reading;
    diagnostics.hide(privateWordsOf(read.settings));
    for (const problem of read.problems) diagnostics.note('settings', problem);
    problems = read.problems;
    return read.settings;
  }

  async function saveSettings(settings: Settings) {
    try {
      const { settings: saved, problems: left, keptAs } = await settingsFile.save(settings);
      problems = left;
      diagnostics.hide(privateWordsOf(saved));
      if (keptAs !== undefined) notices.add(`settings.json was rewritten. The previous file is kept as ${keptAs}.`);
      return saved;
    } catch (error) {
      diagnostics.note('settings', 'not saved', error);
      throw error;
    }
  }

  async function appendMatchRecord(matchId: string, record: Uint8Array) {
    try {
      await logs.append(matchId, record);
    } catch (error) {
      diagnostics.note('match-log', 'record not written', error);
      throw new Error(diskWords(error), { cause: error });
    }
  }

  async function readMatchRecords(matchId: string) {
    try {
      return await logs.read(matchId);
    } catch (error) {
      diagnostics.note('match-log', 'not read', error);
      notices.add(`A saved match can't be read. ${diskWords(error)}`);
      throw new Error(diskWords(error), { cause: error });
    }
  }

  async function listMatches() {
    try {
      return await logs.list();
    } catch (error) {
      diagnostics.note('match-log', 'not listed', error);
      notices.add(`Saved matches can't be listed. ${diskWords(error)}`);
      throw new Error(diskWords(error), { cause: error });
    }
  }

  async function readDiagnostics() {
    const { shell, version } = options.about;
    const { node, electron, chrome } = process.versions;
    const programs = electron === undefined ? `Node ${node}` : `Electron ${electron}, Chromium ${chrome}, Node ${node}`;
    const head = `Paddlewire ${version} (${shell}) on ${process.platform} ${process.arch} ${release()}; ${programs}`;
    return textOf(head, await diagnostics.lines());
  }

  /** @param itself what the promise that this returns is kept as, to know later whether it is still the one in use */
  const note = (what: string, error?: unknown): void => diagnostics.note('connect', what, error);

  async function connect(host: boolean, itself: () => Promise<MqttRendezvous>): Promise<MqttRendezvous> {
    const { brokerPorts, rendezvous: brokers, lanPlay } = await settingsOf(settingsFile.read());
    const chooseProxy = proxyChooser(process.env, options.systemProxy);
    return MqttRendezvous.open(host, {
      ports: brokerPorts,
      brokers,
      lanPlay,
      chooseProxy: async (address) => {
        const proxy = await chooseProxy(address);
        if (proxy !== undefined) diagnostics.hide(privateWordsOfProxy(proxy));
        return proxy;
      },
      note,
      startBroker: () => startBrokerProcess(options.forkBroker, brokerPorts, note),
      onLost: (tried) => {
        if (rendezvous !== itself()) return;
        rendezvous = undefined;
        subscriptions.clear();
        page?.rendezvousLost({ reason: 'closed', detail: 'every place to meet at was lost', tried });
      },
    });
  }

  async function openRendezvous(host: boolean): Promise<RendezvousFailure | undefined> {
    try {
      if (rendezvous !== undefined) {
        const open = await rendezvous;
        if (host) open.becomeHost();
        return undefined;
      }
      const opening = connect(host, () => opening);
      rendezvous = opening;
      await opening.catch((error: unknown) => {
        if (rendezvous === opening) rendezvous = undefined;
        throw error;
      });
      return undefined;
    } catch (error) {
      const tried = error instanceof RendezvousUnreachable ? error.tried : [];
      return { reason: 'unreachable', detail: error instanceof Error ? error.message : String(error), tried };
    }
  }

  /** @param lastWords what is published before, by topic */
  async function closeRendezvous(lastWords: readonly (readonly [topic: string, payload: Uint8Array])[] = []): Promise<void> {
    const closing = rendezvous;
    rendezvous = undefined;
    subscriptions.clear();
    farewells.clear();
    const open = await closing?.catch(() => undefined);
    if (open === undefined) return;
    for (const said of await Promise.allSettled(lastWords.map((words) => open.publish(...words))))
      if (said.status === 'rejected') note('a farewell was not published', said.reason);
    await open.close();
  }

  async function pageGone(): Promise<void> {
    page = undefined;
    await tracked(closeRendezvous([...farewells]));
  }

  function opened(): Promise<MqttRendezvous> {
    return rendezvous ?? Promise.reject(new Error('The rendezvous is not open.'));
  }

  const noWindow = () => Promise.reject(new Error('In this shell the page does that by itself.'));
  const { window } = options;

  const calls = checkedCalls({
    about: async () => options.about,
    loadSettings: () => settingsOf(settingsFile.load()),
    saveSettings: (settings) => tracked(saveSettings(settings)),
    fileProblems: async () => [...problems, ...notices],
    openRendezvous,
    rendezvousStatus: async () => (await rendezvous?.catch(() => undefined))?.places() ?? [],
    publish: (topic, payload) => tracked(opened().then((open) => open.publish(topic, payload))),
    keepFarewell: async (topic, payload) => void farewells.set(topic, payload),
    subscribe: async (topic) => {
      const end = await (await opened()).subscribe(topic, (payload) => page?.signal(topic, payload));
      subscriptions.set(topic, end);
    },
    unsubscribe: async (topic) => {
      const end = subscriptions.get(topic);
      subscriptions.delete(topic);
      await end?.();
    },
    closeRendezvous: () => closeRendezvous(),
    appendMatchRecord: (matchId, record) => tracked(appendMatchRecord(matchId, record)),
    readMatchRecords,
    listMatches,
    dropMatch: (matchId) => logs.drop(matchId),
    takeJoinLink: async () => {
      const taken = joinLink;
      joinLink = undefined;
      return taken;
    },
    noteDiagnostics: async (lines) => {
      for (const line of lines) diagnostics.take(line);
    },
    readDiagnostics,
    copyText: async (text) => (window === undefined ? noWindow() : window.copyText(text)),
  });

  return {
    calls,
    diagnostics,
    serve: async (next) => {
      const gone = pageGone();
      page = next;
      const { shell, version } = options.about;
      diagnostics.note('start', `a page of ${shell} ${version}`);
      await gone;
    },
    pageGone,
    offerJoinLink: (link) => {
      if (link === '') return;
      const read = parseJoinLink(link);
      if (read !== undefined) diagnostics.hide(writtenForms(read.code));
      // One character more than any link to a game has leads nowhere.
      joinLink = link.slice(0, MAX_LINK_CHARS + 1);
      page?.joinLinkWaits();
    },
    written: async () => {
      const limit = AbortSignal.timeout(maxWriteMs);
      await Promise.race([Promise.allSettled([...writing, diagnostics.written()]), once(limit, 'abort')]);
    },
  };
}

/** The head, and as many of the newest lines as can be copied. */
function textOf(head: string, lines: readonly string[]): string {
  let chars = head.length;
  const first = lines.findLastIndex((line) => {
    chars += line.length + 1;
    return chars > maxCopiedChars;
  });
  return [head, ...lines.slice(first + 1)].join('\n');
}
