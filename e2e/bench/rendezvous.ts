import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { top } from '../../electron/launch/top.ts';
import { processUsage } from '../../netcode/lab/bench/process-usage.ts';
import { percentile, rounded } from '../../netcode/lab/bench/statistics.ts';
import { startMosquitto, whyNoMosquitto } from '../servers/mosquitto.ts';
import { atATime, CryptoClock, makeCodes, openHost, openJoiner, type Target } from './rendezvous-load.ts';

/** Codes that are open at the same time, each with its host's connection. */
const CODES = 2_000;
/** Handshakes that are under way at the same time. */
const HANDSHAKES_AT_A_TIME = 500;
/** Players who connect at the same time. */
const CONNECTS_AT_A_TIME = 100;
/** A host for each code and a joiner for each handshake, with room for joiners that are leaving. */
const CLIENTS = CODES + 2 * HANDSHAKES_AT_A_TIME;

const NOTES = [
  `${CODES.toLocaleString('en')} hosts wait, each with a connection and a code; ${HANDSHAKES_AT_A_TIME} joiners connect, each with a connection of its own, and knock at the same moment, until every host was joined`,
  'a handshake: knock, answer, confirm, accept, and a sealed message each way. lost: not through within 60 s, or other bytes than were sent',
  'perSecond, p50Ms and p95Ms are of the handshakes alone while one process plays all players: cryptoShare of that time is the key exchange, which in life each player computes on a machine of their own',
  'brokerCpuMs is the processor time that the broker itself used for each handshake, connections of both players included, and perSecondOfOneCore what follows from it: the broker’s own limit, whatever the players cost',
  'rssMiB is the most memory that the broker’s process held; kibPerOpenCode what each waiting host added to it',
  'embedded: the broker of the game in its own process with its limits, except that it takes as many clients as there are here in place of 64',
  'mosquitto: with the password file, access list and limits of electron/rendezvous/deployment; mosquittoTls: the same with TLS, as it is deployed',
] as const;

/** What one broker did. */
export interface BrokerResult {
  readonly handshakes: number;
  readonly lost: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly rssMiB: number;
  readonly kibPerOpenCode: number;
  readonly brokerCpuMs: number;
  readonly perSecondOfOneCore: number;
  readonly cryptoShare: number;
}

/** What `--suite=rendezvous` prints. */
export interface RendezvousResult {
  readonly embedded: BrokerResult;
  /** Null where there is no Mosquitto. */
  readonly mosquitto: BrokerResult | null;
  readonly mosquittoTls: BrokerResult | null;
  readonly codes: number;
  readonly handshakesAtATime: number;
  /** What the numbers mean. */
  readonly notes: readonly string[];
}

async function measure(name: string, target: Target, pid: number): Promise<BrokerResult> {
  process.stderr.write(`Meeting at ${name} …\n`);
  const clock = new CryptoClock();
  const before = processUsage(pid);
  const codes = makeCodes(CODES);
  const hosts = await atATime(CONNECTS_AT_A_TIME, codes, (code) => openHost(target, code, clock));
  const open = processUsage(pid);
  const times: (number | undefined)[] = [];
  let tookMs = 0;
  let cryptoMs = 0;
  for (let first = 0; first < CODES; first += HANDSHAKES_AT_A_TIME) {
    const batch = codes.slice(first, first + HANDSHAKES_AT_A_TIME);
    const joiners = await atATime(CONNECTS_AT_A_TIME, batch, (code) => openJoiner(target, code, clock));
    const began = performance.now();
    const cryptoBeganMs = clock.totalMs;
    times.push(...(await Promise.all(joiners.map((joiner) => joiner.meet()))));
    tookMs += performance.now() - began;
    cryptoMs += clock.totalMs - cryptoBeganMs;
    for (const joiner of joiners) joiner.leave();
  }
  for (const host of hosts) host.end(true);
  const after = processUsage(pid);
  const met = times.filter((ms) => ms !== undefined);
  const brokerCpuMs = (after.cpuMs - before.cpuMs) / CODES;
  return {
    handshakes: met.length,
    lost: times.length - met.length,
    perSecond: rounded((met.length * 1000) / tookMs, 1),
    p50Ms: Math.round(percentile(met, 0.5)),
    p95Ms: Math.round(percentile(met, 0.95)),
    rssMiB: rounded(after.peakRssMiB, 1),
    kibPerOpenCode: rounded(((open.rssMiB - before.rssMiB) * 1024) / CODES, 1),
    brokerCpuMs: rounded(brokerCpuMs, 2),
    perSecondOfOneCore: Math.round(1000 / brokerCpuMs),
    cryptoShare: rounded(cryptoMs / tookMs, 2),
  };
}

async function measureEmbedded(): Promise<BrokerResult> {
  const child: ChildProcess = fork(join(top, 'dist/bench/rendezvous-broker-child.js'), [`--clients=${CLIENTS}`]);
  try {
    const [port] = await once(child, 'message');
    return await measure('the embedded broker', { url: `mqtt://127.0.0.1:${port}` }, child.pid ?? 0);
  } finally {
    child.disconnect();
  }
}

async function measureMosquitto(tls: boolean): Promise<BrokerResult> {
  const server = await startMosquitto({ tls });
  try {
    const { url, username, password, caFile, pid } = server;
    const target = { url, username, password, ...(caFile === undefined ? {} : { ca: readFileSync(caFile) }) };
    return await measure(`Mosquitto${tls ? ' over TLS' : ''}`, target, pid);
  } finally {
    await server.close();
  }
}

/** Lets many players meet at each broker. */
export async function rendezvousSuite(): Promise<RendezvousResult> {
  const missing = whyNoMosquitto();
  if (missing !== undefined) process.stderr.write(`Mosquitto is not measured, because ${missing}.\n`);
  return {
    embedded: await measureEmbedded(),
    mosquitto: missing === undefined ? await measureMosquitto(false) : null,
    mosquittoTls: missing === undefined ? await measureMosquitto(true) : null,
    codes: CODES,
    handshakesAtATime: HANDSHAKES_AT_A_TIME,
    notes: NOTES,
  };
}
