import type { EngineResult } from '../../netcode/lab/bench/engine.ts';
import type { LevelsResult } from '../../netcode/lab/bench/levels.ts';
import type { Cell, LossResult } from '../../netcode/lab/bench/loss.ts';
import type { SessionResult } from '../../netcode/lab/bench/session.ts';
import { table } from '../../netcode/lab/bench/table.ts';
import type { WireResult } from '../../netcode/lab/bench/wire.ts';
import type { ConnectResult } from './connect.ts';
import type { RealResult } from './real.ts';
import type { BrokerResult, RendezvousResult } from './rendezvous.ts';
import type { SctpResult } from './sctp.ts';

const notesOf = (others: Readonly<Record<string, { readonly notes: readonly string[] }>>): string =>
  Object.entries(others)
    .map(([name, { notes }]) => `${name}: ${notes.join('; ')}.`)
    .join('\n');

/** The engine suite for people. */
export function engineReport(result: EngineResult): string {
  const row = (name: string, { usPerFrame, minUs, maxUs }: EngineResult['ours']): string[] => [
    name,
    usPerFrame.toFixed(3),
    `${minUs.toFixed(3)}–${maxUs.toFixed(3)}`,
    (usPerFrame / result.ours.usPerFrame).toFixed(1),
  ];
  const rows = [
    ['one frame, 7-tick rollback, checksum', 'µs', 'fastest–slowest', '× ours'],
    row('Paddlewire', result.ours),
    ...Object.entries(result.others).map(([name, other]) => row(`${name} ${other.version}`, other)),
    row('bare loop, no engine', result.bareLoop),
  ];
  const games = result.games
    .slice(1)
    .map(({ words, inputBits, players, ours, others }) => [
      `${words} words, ${inputBits} bits, ${players} players`,
      ours.usPerFrame.toFixed(3),
      ...Object.keys(result.others).map((name) => others[name]?.usPerFrame.toFixed(3) ?? '–'),
    ]);
  const gameTable = table([['another game, µs per frame', 'Paddlewire', ...Object.keys(result.others)], ...games]);
  const heap = `Heap growth: ${result.heapBytesPerTick} B per tick over ${result.heap.ticks} ticks.`;
  const ratio = `Ratio to the best of the others: ${result.ratioToBest} (1/${(1 / result.ratioToBest).toFixed(1)}).`;
  return `${table(rows)}\n\n${ratio}\n${heap}\n\n${gameTable}\n\n${notesOf(result.others)}`;
}

/** The session suite for people. */
export function sessionReport({ ours, others, heap, notes }: SessionResult): string {
  const row = (name: string, usPerTick: number): string[] => [name, usPerTick.toFixed(3), (usPerTick / ours.usPerTick).toFixed(1)];
  const rows = [
    ['a whole tick of both sides', 'µs', '× ours'],
    row('Paddlewire', ours.usPerTick),
    ...Object.entries(others).map(([name, { version, usPerTick }]) => row(`${name} ${version}`, usPerTick)),
  ];
  const heapText = `Heap growth: ${ours.heapBytesPerTick} B per tick over ${heap.ticks} ticks.`;
  return `${table(rows)}\n\n${ours.usPerSide} µs per side and tick.\n${heapText}\n\n${notes.join('.\n')}.`;
}

/** The levels suite for people. */
export function levelsReport({ games, levels }: LevelsResult): string {
  const rows = [['level', 'beats the one below', 'beats a model of a person', 'hits a rally', 's a game']];
  for (const { level, againstLower, againstPerson } of levels) {
    const { winsPercent, hitsPerRally, secondsPerGame } = againstPerson;
    const lower = againstLower === undefined ? '' : `${againstLower.winsPercent} %`;
    rows.push([`${level}`, lower, `${winsPercent} %`, `${hitsPerRally}`, `${secondsPerGame}`]);
  }
  return `${table(rows)}\n\n${games} games each.`;
}

/** The wire suite for people. */
export function wireReport(result: WireResult): string {
  const rows = [['payload a peer', 'leader B/s', 'follower B/s', 'packets/s', 'least–most']];
  const add = (
    name: string,
    payload: Pick<
      WireResult,
      'leaderBytesPerSecond' | 'followerBytesPerSecond' | 'packetsPerSecond' | 'minBytesPerSecond' | 'maxBytesPerSecond'
    >,
  ): void => {
    const { leaderBytesPerSecond, followerBytesPerSecond, packetsPerSecond, minBytesPerSecond, maxBytesPerSecond } = payload;
    const spread = `${minBytesPerSecond.toFixed(0)}–${maxBytesPerSecond.toFixed(0)}`;
    rows.push([name, leaderBytesPerSecond.toFixed(0), followerBytesPerSecond.toFixed(0), packetsPerSecond.toFixed(1), spread]);
  };
  add('Paddlewire', result);
  for (const [name, other] of Object.entries(result.others)) {
    if ('failed' in other) rows.push([`${name} ${other.version}`, other.failed]);
    else add(`${name} ${other.version}`, other);
  }
  return table(rows);
}

/** The loss suite for people. */
export function lossReport(result: LossResult): string {
  const rows = [['', 'round trip ms', 'loss %', 'stalls/min', 'longest freeze ms', 'divergences', 'rollback p50', 'p99']];
  const add = (name: string, cells: readonly Cell[]): void => {
    for (const cell of cells) {
      const numbers = [cell.stallsPerMinute ?? '–', cell.longestFreezeMs, cell.divergences, cell.rollbackP50, cell.rollbackP99];
      rows.push([name, String(cell.delayMs), `${cell.lossPercent}${cell.bursts ? ' bursts' : '       '}`, ...numbers.map(String)]);
    }
  };
  add(`Paddlewire over ${result.wire === 'sctp' ? 'SCTP' : 'ideal channels'}`, result.cells);
  for (const [name, { cells }] of Object.entries(result.others)) add(name, cells);
  const bursts = [
    `Paddlewire plays through single bursts of these many lost ticks: ${result.burstsSurvived.join(' ')}`,
    ...Object.entries(result.others).map(([name, { burstsSurvived }]) => `${name}: ${burstsSurvived.join(' ') || 'none'}`),
  ];
  return `${table(rows)}\n\n${bursts.join('\n')}\n\n${result.notes.join('.\n')}.\n\n${notesOf(result.others)}`;
}

/** The real suite for people. */
export function realReport({ cells, notes, shell, secondsPerCell }: RealResult): string {
  const head = ['round trip ms', 'loss %', 'ticks/s', 'suspensions', 'stalls', 'longest freeze ms', 'packets/s', 'rollback p99'];
  const rows = cells.map((cell) => [
    String(cell.rttMs),
    `${cell.lossPercent}${cell.bursts ? ' bursts' : '       '}`,
    ...[cell.ticksPerSecond, cell.suspensions, cell.stalls, cell.longestFreezeMs, cell.packetsPerSecond, cell.rollbackP99].map(String),
    ...[cell.snaps, cell.divergences].map(String),
  ]);
  const how = `Real windows of the ${shell} shell, ${secondsPerCell} s in each cell.`;
  return `${table([[...head, 'snaps', 'divergences'], ...rows])}\n\n${how}\n${notes.join('.\n')}.`;
}

/** The sctp suite for people. */
export function sctpReport({ chromium, recordings }: SctpResult): string {
  const head = [
    'round trip ms',
    'loss %',
    'packets/s',
    'sent again',
    '',
    'arrived %',
    'gap p50',
    'p99',
    '> 110 ms %',
    'blocked %',
    'blocked for ms',
    'message ms',
  ];
  const rows = recordings.flatMap(({ pattern, windows, model }) =>
    [['windows', windows] as const, ['model', model] as const].map(
      ([name, { arrived, medianGapMs, p99GapMs, longGaps, blocked, recoveryMs, messageMs }]) => [
        String(pattern.rttMs),
        `${pattern.lossPercent}${pattern.burstMs > 0 ? ' bursts' : ''}`,
        String(pattern.packetsPerSecond),
        String(pattern.resends),
        name,
        (arrived * 100).toFixed(1),
        ...[medianGapMs, p99GapMs].map((ms) => ms.toFixed(0)),
        ...[longGaps, blocked].map((share) => (share * 100).toFixed(1)),
        ...[recoveryMs, messageMs].map((ms) => ms.toFixed(0)),
      ],
    ),
  );
  return `${table([head, ...rows])}\n\nChromium ${chromium}.`;
}

/** The connect suite for people. */
export function connectReport({ joinToCourtMs, runs, eachMs, notes }: ConnectResult): string {
  const times = `“Join” to both on the court: p50 ${joinToCourtMs.p50} ms, p95 ${joinToCourtMs.p95} ms, ${runs} runs.`;
  return `${times}\nEach: ${eachMs.join(' ')}\n\n${notes.join('.\n')}.`;
}

/** The rendezvous suite for people. */
export function rendezvousReport(result: RendezvousResult): string {
  const rows = [['', 'handshakes', 'lost', '/s', 'p50 ms', 'p95 ms', 'memory MiB', 'KiB/code', 'broker ms', '/s of a core', 'crypto %']];
  const add = (name: string, of: BrokerResult | null): void => {
    if (of === null) return;
    const numbers = [of.handshakes, of.lost, of.perSecond, of.p50Ms, of.p95Ms, of.rssMiB, of.kibPerOpenCode, of.brokerCpuMs];
    rows.push([name, ...[...numbers, of.perSecondOfOneCore, Math.round(of.cryptoShare * 100)].map(String)]);
  };
  add('embedded', result.embedded);
  add('Mosquitto', result.mosquitto);
  add('Mosquitto with TLS', result.mosquittoTls);
  return `${table(rows)}\n\n${result.notes.join('.\n')}.`;
}
