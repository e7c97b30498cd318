import { once } from 'node:events';
import { join } from 'node:path';
import * as v from 'valibot';
import { parseJoinLink } from '../netcode/rendezvous/join-link.ts';
import { MAX_RECORD_BYTES } from '../netcode/wire/log-record.ts';
import type { About, DesktopCalls, PageCalls, RendezvousFailure } from './desktop.ts';
import { bytesSchema, topicSchema } from './desktop-schemas.ts';
import { maxSignalBytes } from './limits.ts';
import { type ForkBroker, startBrokerProcess } from './rendezvous/broker-starter.ts';
import { MqttRendezvous } from './rendezvous/mqtt-rendezvous.ts';
import { proxyChooser } from './rendezvous/proxy.ts';
import { RendezvousUnreachable } from './rendezvous/rendezvous.ts';
import { matchIdPattern, openMatchLogs } from './storage/match-log.ts';
import { openSettingsFile } from './storage/settings-file.ts';

/** What a shell brings to the services that both share. */
export interface ServicesOptions {
  readonly about: About;
  /** Folder of everything that is stored. */
  readonly dataDir: string;
  readonly forkBroker: ForkBroker;
  /** Tells what the system's settings say of a web address, as a list of proxies; not there in a shell that can't ask. */
  readonly systemProxy?: (url: string) => Promise<string>;
  /** Not there in a shell whose page can do these by itself. */
  readonly window?: { copyText(text: string): void; setFullScreen(on: boolean): void };
}

/** What stands behind the calls of one window's page. */
export interface Services {
  /** Each checks its arguments, whatever their types promise. */
  readonly calls: DesktopCalls;
  /** From now on this page is told what happens. Whatever the one before it had open at the rendezvous is closed. */
  serve(page: PageCalls): Promise<void>;
  /** Keeps a link for the page, in place of one that it has not taken yet. What is no link to a game is dropped. */
  offerJoinLink(link: string): void;
  /** Resolves once all that was given to be written is on the disk, or could not be: to be awaited before the process ends. Gives up after 3 s. */
  written(): Promise<void>;
  /** Closes what is open. Brokers run on until this process ends, because other windows may be meeting there. */
  close(): Promise<void>;
}

/** Time for writes when the process is to end: a disk that takes longer would keep a closed window's process for ever. */
const maxWriteMs = 3_000;

/** Characters of a text that is copied: a join code, a diagnosis, or sealed signals (about 2,500, at most 16,600). */
const maxCopiedChars = 20_000;

/** Makes the services of one window. Nothing is read or opened before it is asked for. */
export function createServices(options: ServicesOptions): Services {
  const settingsFile = openSettingsFile(options.dataDir);
  const logs = openMatchLogs(join(options.dataDir, 'matches'));
  const subscriptions = new Map<string, () => Promise<void>>();
  let problems: readonly string[] = [];
  let page: PageCalls | undefined;
  let joinLink: string | undefined;
  let rendezvous: Promise<MqttRendezvous> | undefined;
  /** Writes under way, which would be lost if the process ended now. */
  const writing = new Set<Promise<unknown>>();

  function tracked<T>(write: Promise<T>): Promise<T> {
    const over = () => writing.delete(write);
    writing.add(write);
    write.then(over, over);
    return write;
  }

  async function loadSettings() {
    const read = await settingsFile.load();
    // A bad file is repaired when it is read, so the next time finds nothing: the page still has to be able to ask.
    if (read.problems.length > 0) problems = read.problems;
    return read.settings;
  }

  /** @param itself what the promise that this returns is kept as, to know later whether it is still the one in use */
  async function connect(host: boolean, itself: () => Promise<MqttRendezvous>): Promise<MqttRendezvous> {
    const { brokerPorts, rendezvous: brokers, lanPlay } = await loadSettings();
    return MqttRendezvous.open(host, {
      ports: brokerPorts,
      brokers,
      lanPlay,
      chooseProxy: proxyChooser(process.env, options.systemProxy),
      startBroker: () => startBrokerProcess(options.forkBroker, brokerPorts),
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

  async function closeRendezvous(): Promise<void> {
    const closing = rendezvous;
    rendezvous = undefined;
    subscriptions.clear();
    await (await closing?.catch(() => undefined))?.close();
  }

  function opened(): Promise<MqttRendezvous> {
    return rendezvous ?? Promise.reject(new Error('The rendezvous is not open.'));
  }

  const noWindow = () => Promise.reject(new Error('In this shell the page does that by itself.'));
  const { window } = options;

  const calls: DesktopCalls = {
    about: checked('about', v.strictTuple([]), async () => options.about),
    loadSettings: checked('loadSettings', v.strictTuple([]), loadSettings),
    saveSettings: async (settings) => tracked(settingsFile.save(settings)),
    settingsProblems: checked('settingsProblems', v.strictTuple([]), async () => problems),
    openRendezvous: checked('openRendezvous', v.strictTuple([v.boolean()]), openRendezvous),
    meetingPlaces: checked('meetingPlaces', v.strictTuple([]), async () => (await rendezvous?.catch(() => undefined))?.places() ?? []),
    publish: checked('publish', v.strictTuple([topicSchema, bytesSchema(maxSignalBytes)]), async (topic, payload) =>
      (await opened()).publish(topic, payload),
    ),
    subscribe: checked('subscribe', v.strictTuple([topicSchema]), async (topic) => {
      const end = await (await opened()).subscribe(topic, (payload) => page?.signal(topic, payload));
      subscriptions.set(topic, end);
    }),
    unsubscribe: checked('unsubscribe', v.strictTuple([topicSchema]), async (topic) => {
      const end = subscriptions.get(topic);
      subscriptions.delete(topic);
      await end?.();
    }),
    closeRendezvous: checked('closeRendezvous', v.strictTuple([]), closeRendezvous),
    appendMatchRecord: checked('appendMatchRecord', v.strictTuple([matchIdSchema, bytesSchema(MAX_RECORD_BYTES)]), (matchId, record) =>
      tracked(logs.append(matchId, record)),
    ),
    readMatchRecords: checked('readMatchRecords', v.strictTuple([matchIdSchema]), (matchId) => logs.read(matchId)),
    listMatches: checked('listMatches', v.strictTuple([]), () => logs.list()),
    takeJoinLink: checked('takeJoinLink', v.strictTuple([]), async () => {
      const taken = joinLink;
      joinLink = undefined;
      return taken;
    }),
    copyText: checked('copyText', v.strictTuple([v.pipe(v.string(), v.maxLength(maxCopiedChars))]), async (text) =>
      window === undefined ? noWindow() : window.copyText(text),
    ),
    setFullScreen: checked('setFullScreen', v.strictTuple([v.boolean()]), async (on) =>
      window === undefined ? noWindow() : window.setFullScreen(on),
    ),
  };

  return {
    calls,
    serve: async (next) => {
      page = next;
      await closeRendezvous();
    },
    offerJoinLink: (link) => {
      if (parseJoinLink(link) === undefined) return;
      joinLink = link;
      page?.joinLinkWaits();
    },
    written: async () => {
      const limit = AbortSignal.timeout(maxWriteMs);
      await Promise.race([Promise.allSettled(writing), once(limit, 'abort')]);
    },
    close: async () => {
      page = undefined;
      await closeRendezvous();
    },
  };
}

const matchIdSchema = v.pipe(v.string(), v.regex(matchIdPattern));

/** A call that refuses arguments which the schema does not take. */
function checked<TArguments extends unknown[], TResult>(
  name: string,
  schema: v.GenericSchema<TArguments>,
  call: (...args: TArguments) => Promise<TResult>,
): (...args: TArguments) => Promise<TResult> {
  return async (...args) => {
    const parsed = v.safeParse(schema, args);
    if (parsed.success) return call(...parsed.output);
    const [{ message, path = [] }] = parsed.issues;
    throw new TypeError(`${name}(${path.map(({ key }) => `argument ${Number(key) + 1}`).join(' ')}): ${message}`);
  };
}
