import type { EngineResult } from '../engine.ts';
import { type BarGroup, drawBars } from './bars.ts';

/** Picture of the engine suite. */
export function engineSvg(result: EngineResult): string {
  const group = (name: string, detail: string, of: EngineResult['ours'], ours: boolean): BarGroup => ({
    name,
    detail,
    ours,
    bars: [
      {
        value: of.usPerFrame,
        min: of.p10Us,
        max: of.p90Us,
        label: `${of.usPerFrame.toFixed(2)} µs${ours ? '' : ` · ${(of.usPerFrame / result.ours.usPerFrame).toFixed(1)}×`}`,
        colour: ours ? 'ours' : 'other',
      },
    ],
  });
  const others = Object.entries(result.others).sort(([, a], [, b]) => a.usPerFrame - b.usPerFrame);
  return drawBars(
    `One frame with a rollback of ${result.rollbackTicks} ticks and a checksum`,
    [
      'µs a frame, shorter is better · the same Pong in one process',
      `median of ${result.rounds} rounds in turns; whiskers: four fifths of the rounds`,
    ],
    `Heap growth of Paddlewire's engine, warmed up, over ${result.heap.ticks.toLocaleString('en')} ticks: ${result.heapBytesPerTick} B a tick.`,
    [
      group('Paddlewire', 'netcode/rollback', result.ours, true),
      ...others.map(([name, other]) => group(name, other.version, other, false)),
      group('no engine', 'the bare simulation in a loop', result.bareLoop, false),
    ],
  );
}
