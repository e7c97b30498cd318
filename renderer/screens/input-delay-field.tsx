import { MAX_DELAY_TICKS } from 'paddlewire-netcode';
import { TICKS_PER_SECOND } from '../../netcode/pong/state.ts';
import type { AppController } from '../app/app-controller.ts';
import { useSaving } from './use-saving.ts';

/** How long an input waits before it counts; holds at once, also for a match under way. */
export function InputDelayField({ controller }: { readonly controller: AppController }) {
  const [problem, save] = useSaving(controller);
  const keep = (inputDelayTicks: number): void => {
    save({ inputDelayTicks });
  };
  return (
    <label class="field">
      <span class="field-label">Input delay</span>
      <select value={controller.settings.inputDelayTicks} onChange={({ currentTarget }) => keep(Number(currentTarget.value))}>
        {Array.from({ length: MAX_DELAY_TICKS + 1 }, (_, ticks) => (
          <option key={ticks} value={ticks}>
            {ticks === 0 ? 'none' : `${ticks} ${ticks === 1 ? 'tick' : 'ticks'} (${Math.round((ticks * 1000) / TICKS_PER_SECOND)} ms)`}
          </option>
        ))}
      </select>
      {problem !== '' && <span class="field-problem">{problem}</span>}
    </label>
  );
}
