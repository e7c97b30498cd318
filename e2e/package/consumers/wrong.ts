/** What must not compile. Each line below its comment is an error, or else the comment is one. */
import { Rollback } from 'paddlewire-netcode';
import { Session } from 'paddlewire-netcode/session';
import { tanks, tanksMatch } from './tanks.js';

// @ts-expect-error a game is needed
new Rollback();
// @ts-expect-error a delay is a number
new Rollback(tanks, { delayTicks: 'short' });
// @ts-expect-error a game needs a step
new Rollback({ ...tanks, step: undefined });
// @ts-expect-error a game says how wide its inputs are
new Rollback({ ...tanks, inputBits: undefined });
// @ts-expect-error what is confirmed is the engine's to say
new Rollback(tanks).confirmedTick = 3;
// @ts-expect-error an input is a number
new Rollback(tanks).addLocal(0, 'up');
// @ts-expect-error an input is a player's
new Rollback(tanks).addLocal(1);
// @ts-expect-error a session needs its options
new Session(tanksMatch);
// @ts-expect-error a match that keeps states says where, and how they are numbered
({ ...tanksMatch, keeps: {} }) satisfies typeof tanksMatch;
// @ts-expect-error an event of no such name
(session: Session<Int32Array>) => session.step(0, { type: 'tick' });
// @ts-expect-error an effect is read, not made
(session: Session<Int32Array>) => session.step(0, { type: 'leave' }).push({ type: 'suspended' });

// @ts-expect-error only the entries can be imported
import type {} from 'paddlewire-netcode/session/session.js';
