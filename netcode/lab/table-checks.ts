import { CLEAN } from '../local/network.ts';
import { Phase, Word } from '../pong/state.ts';
import { Mesh } from './mesh.ts';
import { contradictions, ralliesOf, standingCheckpoints } from './mesh-checks.ts';

/** For tests: one way between two peers, in ms. */
export const DELAY_MS = 20;

/** For tests: a table in a rally, after some points. */
export function inRally(spectators = 1, points = 2, seed = 5): Mesh {
  const mesh = new Mesh(seed, { ...CLEAN, delayMs: DELAY_MS }, spectators);
  mesh.runUntil(() => mesh.peers.every((peer) => ralliesOf(peer) === points), 90_000);
  mesh.runUntil(() => mesh.peers.every(({ table }) => table.confirmed[Word.phase] === Phase.rally), 10_000);
  return mesh;
}

/** For tests: whether both players play. */
export const playing = (mesh: Mesh) => () => [1, 2].every((id) => mesh.peer(id).table.session?.phase === 'playing');
/** For tests: on which leader each running peer acts. */
export const leaders = (mesh: Mesh) => mesh.peers.filter(({ running }) => running).map(({ table }) => table.term.leaderId);

/** For tests: throws unless the match goes on for a rally, everybody sees it, player 1 leads, and all logs tell the same of it. */
export function expectGoesOn(mesh: Mesh): void {
  mesh.runUntil(playing(mesh), 6000);
  const before = Math.max(...mesh.peers.map(ralliesOf));
  mesh.runUntil(() => mesh.peers.every((peer) => ralliesOf(peer) === before + 1), 60_000);
  mesh.run(300);
  const wrong = contradictions(mesh);
  if (leaders(mesh).some((id) => id !== 1)) wrong.push(`they follow ${leaders(mesh).join()}`);
  const [first, ...others] = mesh.peers.map((peer) => [...standingCheckpoints(peer)].at(-1)?.join());
  if (others.some((newest) => newest !== first)) wrong.push('the newest checkpoints differ');
  if (wrong.length > 0) throw new Error(wrong.join('; '));
}
