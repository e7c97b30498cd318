import { pong } from '../../pong/pong.ts';
import { Rollback } from '../../rollback/rollback.ts';
import { localInput, ROLLBACK_TICKS, remoteInput } from './others/inputs.ts';
import type { ForcedRollback } from './others/library.ts';

/** Our engine, through its public API. */
export function ourRollbacks(): ForcedRollback {
  const game = new Rollback(pong(20_261));
  return {
    checksumLag: ROLLBACK_TICKS - 1,
    get steps() {
      return 0;
    },
    frame(tick) {
      const remote = tick - ROLLBACK_TICKS;
      if (remote >= 0) game.addRemote(1, remote, remoteInput(remote));
      game.addLocal(0, localInput(tick));
      game.advance();
      return game.checksumAt(game.confirmedTick);
    },
  };
}
