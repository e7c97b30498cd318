import { type Fault, NAMES } from './schedule.ts';

/** Runs that a search may take; a run takes some hundredths of a second. */
const MOST_RUNS = 400;

/**
 * Makes a failing schedule as small as it gets: leaves out faults (delta debugging: Zeller and Hildebrandt, 2002), then makes those that
 * are left shorter and milder.
 * @param fails whether a run with these faults still fails, in the same way; it must fail with `faults`
 * @returns a schedule that fails, of which no single fault can be left out unless the search took too long
 */
export function shrink(faults: readonly Fault[], fails: (faults: readonly Fault[]) => boolean): readonly Fault[] {
  let left = MOST_RUNS;
  const stillFails = (smaller: readonly Fault[]): boolean => left-- > 0 && fails(smaller);
  return weaken(leaveOut(faults, stillFails), stillFails);
}

function leaveOut(faults: readonly Fault[], fails: (faults: readonly Fault[]) => boolean): readonly Fault[] {
  let rest = faults;
  let size = rest.length;
  while (size > 0 && rest.length > 0) {
    let smaller: readonly Fault[] | undefined;
    for (let at = 0; at < rest.length && smaller === undefined; at += size) {
      const without = rest.filter((_, i) => i < at || i >= at + size);
      if (fails(without)) smaller = without;
    }
    if (smaller === undefined) size = Math.floor(size / 2);
    else rest = smaller;
    size = Math.min(size, rest.length);
  }
  return rest;
}

function weaken(faults: readonly Fault[], fails: (faults: readonly Fault[]) => boolean): readonly Fault[] {
  let rest = faults;
  for (let i = 0; i < rest.length; i++) {
    for (let again = true; again; ) {
      again = false;
      const fault = rest[i];
      if (fault === undefined) break;
      for (const weaker of weakerThan(fault)) {
        const changed = rest.with(i, weaker);
        if (!fails(changed)) continue;
        rest = changed;
        again = true;
        break;
      }
    }
  }
  return rest;
}

/** Half as long, half as bad, or on one side only. */
function weakerThan(fault: Fault): Fault[] {
  const { lengthMs, amount, which, kind } = fault;
  const weaker: Fault[] = [];
  for (let peer = 1; peer <= which && kind !== 'version'; peer <<= 1) {
    if ((which & peer) !== 0 && which !== peer) weaker.push({ ...fault, which: which ^ peer });
  }
  if (lengthMs > 1) weaker.push({ ...fault, lengthMs: lengthMs >> 1 });
  // Which word is damaged, and what differs, is no matter of more or less.
  if (!NAMES.includes(kind) && Math.abs(amount) > 1) weaker.push({ ...fault, amount: Math.trunc(amount / 2) });
  return weaker;
}
