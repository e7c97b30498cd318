import { type IceSettings, iceConfig, isRelay } from './ice-config.ts';

/** Longest time for each of the three steps, in ms: together at most 15 s. A STUN server that lives answers within one. */
const STEP_LIMIT_MS = 5_000;

/** What is being tried, in order. */
export type NetworkTestStep = 'machine' | 'servers' | 'relay';

/** What the network test has found out. */
export interface NetworkFindings {
  /** Addresses that this machine has to offer without the help of any server. */
  readonly ownAddresses: number;
  /** Two connections within this window could reach each other over these addresses. */
  readonly connectsToItself: boolean;
  readonly stunServers: number;
  readonly turnServers: number;
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
  const config = iceConfig({ ...settings, relayOnly: false }, Date.now());
  onStep('machine');
  const [alone, connectsToItself] = await Promise.all([gather({}), connectPair({})]);
  onStep('servers');
  const helped = settings.iceServers.length === 0 ? [] : await gather(config);
  const relayOffered = helped.some(({ type }) => type === 'relay');
  onStep('relay');
  const relayWorks = relayOffered && (await connectPair({ ...config, iceTransportPolicy: 'relay' }));
  const turnServers = settings.iceServers.filter(isRelay).length;
  return {
    ownAddresses: alone.length,
    connectsToItself,
    stunServers: settings.iceServers.length - turnServers,
    turnServers,
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

/** A connection that is only tried. The browser refuses servers whose address makes no sense to it: then there is none. */
function tryOut(config: RTCConfiguration): RTCPeerConnection | undefined {
  try {
    return new RTCPeerConnection(config);
  } catch {
    return undefined;
  }
}

async function gather(config: RTCConfiguration): Promise<readonly SeenCandidate[]> {
  const connection = tryOut(config);
  if (connection === undefined) return [];
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
      .catch(() => resolve());
  });
  await withLimit(finished);
  connection.close();
  return found;
}

async function connectPair(config: RTCConfiguration): Promise<boolean> {
  const [one, other] = [tryOut(config), tryOut(config)];
  if (one === undefined || other === undefined) return false;
  const opened = new Promise<boolean>((resolve) => {
    one.createDataChannel('try').addEventListener('open', () => resolve(true));
    carry(one, other);
    carry(other, one);
    exchange(one, other).catch(() => resolve(false));
  });
  const works = await withLimit(opened);
  one.close();
  other.close();
  return works === true;
}

function carry(from: RTCPeerConnection, to: RTCPeerConnection): void {
  from.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate !== null) to.addIceCandidate(candidate).catch(() => undefined);
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
