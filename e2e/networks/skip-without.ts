import { test as it } from '@playwright/test';

/**
 * Skips the test that runs, and says so where people look, because Playwright's list shows no reasons.
 *
 * @param missing what is missing, as the end of a sentence; undefined when nothing is
 */
export function skipWithout(missing: string | undefined): void {
  if (missing === undefined) return;
  console.log(`Not run: “${it.info().title}”, because ${missing}.`);
  it.skip(true, missing);
}
