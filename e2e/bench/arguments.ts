import { parseArgs } from 'node:util';
import { WIRES, type WireKind } from '../../netcode/lab/wire.ts';
import type { ShellName } from '../windows/game-window.ts';

/** What `npm run bench` was asked for. */
export interface BenchArguments {
  readonly suite: string;
  readonly json: boolean;
  /** Keep numbers and picture in `results/`. */
  readonly save: boolean;
  /** Of the suite `loss` alone: what our connections run over. */
  readonly wire: WireKind;
  /** Of the suite `real` alone. */
  readonly real: RealArguments;
}

/** Which cells the suite `real` plays, and how. */
export interface RealArguments {
  /** Cells of bad networks, or one match that is cut again and again. */
  readonly scenario: 'cells' | 'cut';
  /** Round trip in ms; undefined for all. */
  readonly rttMs: number | undefined;
  /** Undefined for all. */
  readonly lossPercent: number | undefined;
  /** Lose in bursts; with neither this nor `lossPercent`, both ways are played. */
  readonly bursts: boolean;
  /** A round trip takes up to this much more or less. */
  readonly jitterMs: number;
  /** Time on the court in each cell. */
  readonly seconds: number;
  readonly shell: ShellName;
  readonly seed: number;
}

/** An hour: what takes longer is no benchmark. */
const MAX_SECONDS = 3_600;
/** Slower than any link that can be played over. */
const MAX_MS = 2_000;
/** With more hardly any match begins. */
const MAX_LOSS_PERCENT = 60;

function number(name: string, given: string | undefined, least: number, most: number): number | undefined {
  if (given === undefined) return undefined;
  const value = Number(given);
  if (given !== '' && value >= least && value <= most) return value;
  throw new Error(`--${name} takes a number from ${least} to ${most}, not “${given}”.`);
}

/**
 * Reads the arguments of `npm run bench`.
 *
 * @throws Error with a plain sentence about the first argument that is wrong
 */
export function parseBenchArguments(args: readonly string[]): BenchArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      suite: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      wire: { type: 'string', default: WIRES[0] },
      rtt: { type: 'string' },
      loss: { type: 'string' },
      bursts: { type: 'boolean', default: false },
      jitter: { type: 'string', default: '0' },
      seconds: { type: 'string', default: '60' },
      scenario: { type: 'string', default: 'cells' },
      shell: { type: 'string', default: 'browser' },
      seed: { type: 'string', default: '1' },
    },
  });
  const { suite, json, save, bursts, scenario, shell } = values;
  if (scenario !== 'cells' && scenario !== 'cut') throw new Error('--scenario takes cells or cut.');
  if (shell !== 'electron' && shell !== 'browser') throw new Error('--shell takes electron or browser.');
  const wire = WIRES.find((kind) => kind === values.wire);
  if (wire === undefined) throw new Error(`--wire takes ${WIRES.join(' or ')}.`);
  const rttMs = number('rtt', values.rtt, 0, MAX_MS);
  const lossPercent = number('loss', values.loss, 0, MAX_LOSS_PERCENT);
  const jitterMs = number('jitter', values.jitter, 0, MAX_MS) ?? 0;
  const seconds = number('seconds', values.seconds, 1, MAX_SECONDS) ?? 0;
  const seed = number('seed', values.seed, 0, Number.MAX_SAFE_INTEGER) ?? 0;
  return { suite, json, save, wire, real: { scenario, rttMs, lossPercent, bursts, jitterMs, seconds, shell, seed } };
}
