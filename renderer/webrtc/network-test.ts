import { diagnostics } from '../desktop/diagnostics.ts';
import { type IceSettings, iceConfig, isRelay, partServers, type RefusedServer } from './ice-config.ts';
import { type ServerError, watchServers } from './server-errors.ts';
import { hasWebRtc, webRtcRefusal } from './web-rtc.ts';

/** Longest time for each of the three steps, in ms: together at most 15 s. A STUN server that lives answers within one. */
const STEP_LIMIT_MS = 5_000;

/** What is being tried, in order. */
export type NetworkTestStep = 'machine' | 'servers' | 'relay';

/** What the network test has found out. */
export interface NetworkFindings {
  /** This window can make connections at all. */
  readonly webRtc: boolean;
  /** Addresses that this machine has to offer without the help of any server. */
  readonly ownAddresses: number;
  /** Two connections within this window could reach each other over these addresses. */
  readonly connectsToItself: boolean;
  /** Of those that are not left out. */
  readonly stunServers: number;
  readonly turnServers: number;
  /** Servers of the settings that are left out. */
  readonly refusedServers: readonly RefusedServer[];
  /** What servers have against serving this machine. */
  readonly serverErrors: readonly ServerError[];
  /** A STUN server told an address at which the internet sees this machine. */
  readonly publicAddress: boolean;
  /** The router gives each destination another port, so that an address told by one server is of no use to anybody else. */
  readonly portsVary: boolean;
  /** A TURN server took this machine on. */
  readonly relayOffered: boolean;
  /** A connection through that server was opened. */
  readonly relayWorks: boolean;
  /** The settings allow connections through TURN servers alone. */
  readonly relayOnly: boolean;
}

/**
 * Tries what a connection would need, on throw-away connections within this page. Takes 15 s at most; never rejects.
 * @param onStep called as each step begins
 */
export async function testNetwork(settings: IceSettings, onStep: (step: NetworkTestStep) => void): Promise<NetworkFindings> {
  const nowMs = Date.now();
  const { taken, refused } = partServers(settings.iceServers, nowMs);
  const config = iceConfig({ iceServers: taken, relayOnly: false }, nowMs);
  onStep('machine');
  const [{ found: alone }, connectsToItself] = await Promise.all([gather({}), connectPair({})]);
  onStep('servers');
  const { found: helped, serverErrors } = taken.length === 0 ? nothing : await gather(config);
  const relayOffered = helped.some(({ type }) => type === 'relay');
  onStep('relay');
  const relayWorks = relayOffered && (await connectPair({ ...config, iceTransportPolicy: 'relay' }));
  const turnServers = taken.filter(isRelay).length;
  return {
    webRtc: hasWebRtc(),
    ownAddresses: alone.length,
    connectsToItself,
    stunServers: taken.length - turnServers,
    turnServers,
    // Where nothing connects, it is no matter with which servers.
    refusedServers: hasWebRtc() ? refused : [],
    serverErrors,
    publicAddress: helped.some(({ type }) => type === 'srflx'),
    portsVary: portsVary(helped),
    relayOffered,
    relayWorks,
    relayOnly: settings.relayOnly,
  };
}

/** What of a candidate is looked at. */
export type SeenCandidate = Pick<RTCIceCandidate, 'type' | 'protocol' | 'port' | 'relatedPort'>;

/** Whether one port of this machine was seen as several from outside. A browser that hides its ports (as 0 or 9) leaves that unknown. */
export function portsVary(candidates: readonly SeenCandidate[]): boolean {
  const seenAs = new Map<number, number | null>();
  for (const { type, protocol, port, relatedPort } of candidates) {
    if (type !== 'srflx' || protocol !== 'udp' || relatedPort === null || relatedPort <= 9) continue;
    const known = seenAs.get(relatedPort);
    if (known !== undefined && known !== port) return true;
    seenAs.set(relatedPort, port);
  }
  return false;
}

/** A connection that is only tried; none where this window can make none, which is told as that. */
function tryOut(config: RTCConfiguration): RTCPeerConnection | undefined {
  return webRtcRefusal(config) === undefined ? new RTCPeerConnection(config) : undefined;
}

/** Addresses of this machine, and what servers had against telling one. */
interface Gathered {
  readonly found: readonly SeenCandidate[];
  readonly serverErrors: readonly ServerError[];
}

const nothing: Gathered = { found: [], serverErrors: [] };

async function gather(config: RTCConfiguration): Promise<Gathered> {
  const connection = tryOut(config);
  if (connection === undefined) return nothing;
  const serverErrors = watchServers(connection);
  const found: RTCIceCandidate[] = [];
  const finished = new Promise<void>((resolve) => {
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate === null) resolve();
      // TCP candidates only ever call out: nobody can reach this machine at one.
      else if (candidate.protocol === 'udp') found.push(candidate);
    });
    connection.createDataChannel('try');
    connection
      .createOffer()
      .then((offer) => connection.setLocalDescription(offer))
      .catch((error: unknown) => {
        diagnostics.note('network-test', 'no addresses', error);
        resolve();
      });
  });
  await withLimit(finished);
  connection.close();
  return { found, serverErrors: serverErrors() };
}

async function connectPair(config: RTCConfiguration): Promise<boolean> {
  const [one, other] = [tryOut(config), tryOut(config)];
  if (one === undefined || other === undefined) return false;
  const opened = new Promise<boolean>((resolve) => {
    one.createDataChannel('try').addEventListener('open', () => resolve(true));
    carry(one, other);
    carry(other, one);
    exchange(one, other).catch((error: unknown) => {
      diagnostics.note('network-test', 'no connection', error);
      resolve(false);
    });
  });
  const works = await withLimit(opened);
  one.close();
  other.close();
  return works === true;
}

function carry(from: RTCPeerConnection, to: RTCPeerConnection): void {
  from.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate !== null)
      to.addIceCandidate(candidate).catch((error: unknown) => diagnostics.note('network-test', 'an address was not taken', error));
  });
}

async function exchange(one: RTCPeerConnection, other: RTCPeerConnection): Promise<void> {
  const offer = await one.createOffer();
  // The other side first, so that it has a description before it gets a candidate.
  await other.setRemoteDescription(offer);
  await one.setLocalDescription(offer);
  const answer = await other.createAnswer();
  await one.setRemoteDescription(answer);
  await other.setLocalDescription(answer);
}

function withLimit<T>(work: Promise<T>): Promise<T | undefined> {
  let limit: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<undefined>((resolve) => {
    limit = setTimeout(() => resolve(undefined), STEP_LIMIT_MS);
  });
  return Promise.race([work, over]).finally(() => clearTimeout(limit));
}
