import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { chromiumFlags } from '../../electron/launch/chromium-flags.ts';
import {
  conditionsOf,
  MESSAGE_BYTES,
  MESSAGE_EVERY_MS,
  PACKET_BYTES,
  type Pattern,
  type PatternLog,
  RECORD_MS,
  WARM_UP_MS,
} from '../../netcode/lab/sctp/pattern.ts';
import { CLEAN } from '../../netcode/local/network.ts';
import { type Side, UdpProxy } from '../windows/udp-proxy.ts';

/** Connections of the two pages that carry a pattern side by side, each over a network of its own. */
const CONNECTIONS = 12;
/** On a clean network they are up within a second. */
const OPEN_LIMIT_MS = 30_000;

/** What the pages run. Put there by {@link prepare}. */
interface RecorderWindow extends Window {
  recorder: {
    offer(index: number, resends: number): Promise<string>;
    answer(index: number, resends: number, sdp: string): Promise<string>;
    accept(index: number, sdp: string): Promise<void>;
    opened(limitMs: number): Promise<boolean>;
    record(shape: RecordShape): Promise<PatternLog[]>;
    close(): void;
  };
}

interface RecordShape {
  readonly packetsPerSecond: number;
  readonly mostQueuedBytes: number;
  readonly ms: number;
  readonly warmUpMs: number;
  readonly packetBytes: number;
  readonly messageBytes: number;
  readonly messageEveryMs: number;
}

/** Two pages of a real Chromium, with plain data channels between them. */
export class SctpRecorder {
  readonly version: string;
  readonly #pages: readonly [Page, Page];
  readonly #close: () => Promise<void>;

  private constructor(version: string, pages: readonly [Page, Page], close: () => Promise<void>) {
    this.version = version;
    this.#pages = pages;
    this.#close = close;
  }

  /** @param executablePath of a Chromium */
  static async open(executablePath: string): Promise<SctpRecorder> {
    const userDataDir = mkdtempSync(join(tmpdir(), 'paddlewire-sctp-'));
    const flags = chromiumFlags({ userDataDir, x: 0, y: 0, width: 320, height: 240, headless: true });
    const browser = await chromium.launch({
      executablePath,
      args: [
        ...flags.filter((flag) => !/^--(user-data-dir|headless|no-sandbox)\b/.test(flag)),
        '--disable-features=WebRtcHideLocalIpsWithMdns',
      ],
      chromiumSandbox: !flags.includes('--no-sandbox'),
    });
    // A context of its own is a process of its own, with its own network thread.
    const page = async (): Promise<Page> => {
      const made = await (await browser.newContext()).newPage();
      await made.evaluate(prepare);
      return made;
    };
    const pages = [await page(), await page()] as const;
    return new SctpRecorder(browser.version(), pages, async () => {
      await browser.close();
      rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5 });
    });
  }

  /**
   * Records a pattern.
   * @returns a log for each connection and direction
   */
  async record(pattern: Pattern, seed: number): Promise<PatternLog[]> {
    const proxies = Array.from({ length: CONNECTIONS }, (_, index) => new UdpProxy(seed + index, CLEAN));
    const [left, right] = this.#pages;
    try {
      await Promise.all(proxies.map((proxy, index) => this.#connect(proxy, index, pattern.resends)));
      const opened = await Promise.all(this.#pages.map((page) => page.evaluate(opens, OPEN_LIMIT_MS)));
      if (opened.includes(false)) throw new Error('A connection did not open.');
      await Promise.all(proxies.map((proxy) => proxy.change(conditionsOf(pattern))));
      const shape: RecordShape = {
        packetsPerSecond: pattern.packetsPerSecond,
        mostQueuedBytes: pattern.mostQueuedBytes,
        ms: RECORD_MS,
        warmUpMs: WARM_UP_MS,
        packetBytes: PACKET_BYTES,
        messageBytes: MESSAGE_BYTES,
        messageEveryMs: MESSAGE_EVERY_MS,
      };
      const [there, back] = await Promise.all([left.evaluate(records, shape), right.evaluate(records, shape)]);
      // What one side was due to send, and what the other one got of it.
      return there.flatMap((log, index) => {
        const other = back[index];
        if (other === undefined) return [];
        return [
          { due: log.due, arrivedMs: other.arrivedMs, messageMs: other.messageMs },
          { due: other.due, arrivedMs: log.arrivedMs, messageMs: log.messageMs },
        ];
      });
    } finally {
      await Promise.all(this.#pages.map((page) => page.evaluate(closes)));
      await Promise.all(proxies.map((proxy) => proxy.close()));
    }
  }

  async #connect(proxy: UdpProxy, index: number, resends: number): Promise<void> {
    const [left, right] = this.#pages;
    const from = (side: Side, sdp: string): Promise<string> => proxy.replaceAll(side, sdp);
    const offer = await from(0, await left.evaluate(offers, [index, resends] as const));
    const answer = await from(1, await right.evaluate(answers, [index, resends, offer] as const));
    await left.evaluate(accepts, [index, answer] as const);
  }

  close(): Promise<void> {
    return this.#close();
  }
}

// Each of these runs in a page, where `prepare` has put the recorder.
const offers = ([index, resends]: readonly [number, number]): Promise<string> =>
  (window as unknown as RecorderWindow).recorder.offer(index, resends);
const answers = ([index, resends, sdp]: readonly [number, number, string]): Promise<string> =>
  (window as unknown as RecorderWindow).recorder.answer(index, resends, sdp);
const accepts = ([index, sdp]: readonly [number, string]): Promise<void> =>
  (window as unknown as RecorderWindow).recorder.accept(index, sdp);
const opens = (limitMs: number): Promise<boolean> => (window as unknown as RecorderWindow).recorder.opened(limitMs);
const records = (shape: RecordShape): Promise<PatternLog[]> => (window as unknown as RecorderWindow).recorder.record(shape);
const closes = (): void => (window as unknown as RecorderWindow).recorder.close();

/** Runs in the page. */
function prepare(): void {
  interface Line {
    readonly connection: RTCPeerConnection;
    readonly reliable: RTCDataChannel;
    readonly fast: RTCDataChannel;
  }
  const lines: Line[] = [];
  const open = (index: number, maxRetransmits: number): RTCPeerConnection => {
    const connection = new RTCPeerConnection();
    const reliable = connection.createDataChannel('ctl', { negotiated: true, id: 0 });
    const fast = connection.createDataChannel('fast', { negotiated: true, id: 1, ordered: false, maxRetransmits });
    for (const channel of [reliable, fast]) channel.binaryType = 'arraybuffer';
    lines[index] = { connection, reliable, fast };
    return connection;
  };
  const gathered = async (connection: RTCPeerConnection): Promise<string> => {
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (connection.iceGatheringState === 'complete') resolve();
      };
      connection.addEventListener('icegatheringstatechange', look);
      look();
    });
    return connection.localDescription?.sdp ?? '';
  };
  // The same for both pages, and steady.
  const now = (): number => performance.timeOrigin + performance.now();
  (window as unknown as RecorderWindow).recorder = {
    async offer(index, resends) {
      const connection = open(index, resends);
      await connection.setLocalDescription();
      return gathered(connection);
    },
    async answer(index, resends, sdp) {
      const connection = open(index, resends);
      await connection.setRemoteDescription({ type: 'offer', sdp });
      await connection.setLocalDescription();
      return gathered(connection);
    },
    async accept(index, sdp) {
      await lines[index]?.connection.setRemoteDescription({ type: 'answer', sdp });
    },
    opened(limitMs) {
      const each = lines
        .flatMap(({ reliable, fast }) => [reliable, fast])
        .map((channel) =>
          channel.readyState === 'open' ? Promise.resolve() : new Promise((done) => channel.addEventListener('open', done, { once: true })),
        );
      const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), limitMs));
      return Promise.race([Promise.all(each).then(() => true), late]);
    },
    record({ packetsPerSecond, mostQueuedBytes, ms, warmUpMs, packetBytes, messageBytes, messageEveryMs }) {
      const beganMs = now();
      const everyMs = 1000 / packetsPerSecond;
      const sides = lines.map(({ fast, reliable }) => {
        const startMs = beganMs + Math.random() * everyMs;
        const side = {
          due: [] as [number, boolean][],
          arrivedMs: [] as number[],
          messageMs: [] as number[],
          packetMs: startMs,
          messageAtMs: startMs,
        };
        const counts = (): boolean => now() >= beganMs + warmUpMs && now() < beganMs + warmUpMs + ms;
        fast.onmessage = () => {
          if (counts()) side.arrivedMs.push(now() - beganMs);
        };
        reliable.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
          if (counts()) side.messageMs.push(now() - new DataView(data).getFloat64(0));
        };
        return {
          side,
          send: (): void => {
            const nowMs = now();
            if (side.packetMs <= nowMs) {
              // Two in one go would find each other waiting.
              while (side.packetMs <= nowMs) side.packetMs += everyMs;
              const { bufferedAmount } = fast;
              if (counts()) side.due.push([nowMs - beganMs, bufferedAmount > 0]);
              if (bufferedAmount <= mostQueuedBytes) fast.send(new ArrayBuffer(packetBytes));
            }
            while (side.messageAtMs <= nowMs) {
              side.messageAtMs += messageEveryMs;
              const bytes = new ArrayBuffer(messageBytes);
              new DataView(bytes).setFloat64(0, nowMs);
              reliable.send(bytes);
            }
          },
        };
      });
      return new Promise((resolve) => {
        const timer = setInterval(() => {
          for (const { send } of sides) send();
          if (now() < beganMs + warmUpMs + ms + 500) return;
          clearInterval(timer);
          resolve(sides.map(({ side: { due, arrivedMs, messageMs } }) => ({ due, arrivedMs, messageMs })));
        }, 2);
      });
    },
    close() {
      for (const { connection } of lines.splice(0)) connection.close();
    },
  };
}
