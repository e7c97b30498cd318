import { encodeSignals, MAX_BATCH, type Signal } from './signal.ts';

type CandidateSignal = Extract<Signal, { type: 'candidate' }>;

/** What is read of the line in which a browser describes an address (RFC 8839): `candidate:… 1 udp 2122260223 192.0.2.7 50000 typ host …`. */
interface Candidate {
  readonly protocol: string;
  readonly priority: number;
  readonly address: string;
  readonly port: string;
  readonly type: string;
}

function read(line: string): Candidate | undefined {
  const [, protocol, priority, address, port, type] = /^(?:candidate:)?\S+ \d+ (\S+) (\d+) (\S+) (\d+) typ (\w+)/.exec(line) ?? [];
  if (protocol === undefined || priority === undefined || address === undefined || port === undefined || type === undefined)
    return undefined;
  return { protocol: protocol.toLowerCase(), priority: Number(priority), address: address.toLowerCase(), port, type };
}

/** Whether an address is of no use to anybody: browsers only call out over TCP, so no two of them ever meet there. */
export function onlyCallsOut(line: string): boolean {
  return read(line)?.protocol === 'tcp';
}

/** A description without the addresses that were known when it was made. Each is told by itself, and many would make it longer than a message may be. */
export function withoutCandidates(sdp: string): string {
  return sdp.replace(/^a=candidate:.*\r?\n/gm, '');
}

/** Whether an address is one that a server has told, so that others than neighbours may reach it. */
export function isSeenFromOutside(line: string): boolean {
  const type = read(line)?.type;
  return type === 'srflx' || type === 'relay';
}

/**
 * Signals that fit into one message: descriptions, and the addresses that are likeliest to be reached. A machine with many networks (virtual ones
 * mostly) has more than a message holds.
 *
 * @param maxBytes of the message
 */
export function fittingSignals(signals: readonly Signal[], maxBytes: number): readonly Signal[] {
  const rest = signals.filter(({ type }) => type !== 'candidate');
  const ranked = signals
    .filter((signal): signal is CandidateSignal => signal.type === 'candidate')
    .map((signal) => ({ signal, line: read(signal.candidate.candidate) }))
    .filter(({ line }, index, all) => line === undefined || index === all.findIndex((other) => keyOf(other.line) === keyOf(line)))
    .toSorted((one, other) => rank(other.line) - rank(one.line) || (other.line?.priority ?? 0) - (one.line?.priority ?? 0));
  const taken: Signal[] = [...rest];
  // The brackets around the list, and what stands between two of its items.
  let bytes = encodeSignals(rest).length;
  for (const { signal } of ranked) {
    const more = encodeSignals([signal]).length - 1;
    if (taken.length >= MAX_BATCH || bytes + more > maxBytes) break;
    taken.push(signal);
    bytes += more;
  }
  return taken;
}

function keyOf(line: Candidate | undefined): string {
  return line === undefined ? '' : `${line.type} ${line.protocol} ${line.address} ${line.port}`;
}

/** Higher is better: the few addresses that servers have told, then those of this machine, then those that lead no further than one cable. */
function rank(line: Candidate | undefined): number {
  if (line === undefined) return -1;
  if (line.type !== 'host') return 2;
  return /^fe[89ab]|^169\.254\./.test(line.address) ? 0 : 1;
}
