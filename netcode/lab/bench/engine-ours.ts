import { Rollback } from '../../rollback/rollback.ts';
import { pongWork } from './others/inputs.ts';
import type { ForcedRollback } from './others/library.ts';
import { ROLLBACK_TICKS } from './others/work.ts';

/** Our engine, through its public API. */
export function ourRollbacks({ game: make, players, inputAt } = pongWork): ForcedRollback {
  const game = new Rollback(make());
  return {
    checksumLag: ROLLBACK_TICKS - 1,
    get steps() {
      return 0;
    },
    frame(tick) {
      const remote = tick - ROLLBACK_TICKS;
      for (let player = 1; player < players && remote >= 0; player++) game.addRemote(player, remote, inputAt(player, remote));
      game.addLocal(0, inputAt(0, tick));
      game.advance();
      return game.checksumAt(game.confirmedTick);
    },
  };
}
