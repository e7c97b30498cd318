import { expect, test as it } from 'vitest';
import { keepScreenAwake, type ScreenLocks } from './screen-awake.ts';

/** Locks as a browser hands them out: one for each request, none while hidden, and taken back by hiding. */
class Browser implements ScreenLocks {
  visible = true;
  requests = 0;
  readonly held = new Set<() => void>();
  readonly problems: unknown[] = [];
  /** Answers come when the test lets them. */
  answers: (() => void)[] = [];
  readonly #listeners = new Set<() => void>();

  request() {
    this.requests += 1;
    return new Promise<Awaited<ReturnType<ScreenLocks['request']>>>((resolve, reject) => {
      this.answers.push(() => {
        if (!this.visible) {
          reject(new DOMException('The page is not visible', 'NotAllowedError'));
          return;
        }
        let told: (() => void) | undefined;
        const give = () => {
          this.held.delete(give);
          told?.();
        };
        this.held.add(give);
        resolve({
          release: async () => give(),
          addEventListener: (_type, listener) => {
            told = listener;
          },
        });
      });
    });
  }

  isVisible() {
    return this.visible;
  }

  onVisibility(listener: () => void) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  show(visible: boolean) {
    this.visible = visible;
    if (!visible) for (const give of [...this.held]) give();
    for (const listener of this.#listeners) listener();
  }

  async answer() {
    for (const answer of this.answers.splice(0)) answer();
    // Until everything that waits for the answer has run.
    await new Promise((done) => setImmediate(done));
  }

  keep() {
    return keepScreenAwake(this, (problem) => this.problems.push(problem));
  }
}

it('the screen stays on from the beginning of a match to its end, and asks again when the window is seen again', async () => {
  const browser = new Browser();
  const end = browser.keep();
  await browser.answer();
  expect(browser.held.size).toBe(1);
  browser.show(false);
  expect(browser.held.size).toBe(0);
  browser.show(true);
  await browser.answer();
  expect(browser.held.size).toBe(1);
  end();
  expect(browser.held.size).toBe(0);
  browser.show(false);
  browser.show(true);
  await browser.answer();
  expect(browser.requests).toBe(2);
  expect(browser.problems).toEqual([]);
});

it('a match that ends before the system has answered leaves no lock behind', async () => {
  const browser = new Browser();
  browser.keep()();
  await browser.answer();
  expect(browser.held.size).toBe(0);
});

it('a window that was hidden and shown while the system thought about it asks once more', async () => {
  const browser = new Browser();
  browser.keep();
  browser.show(false);
  const [refuse] = browser.answers.splice(0);
  refuse!();
  browser.show(true);
  await browser.answer();
  await browser.answer();
  expect(browser.held.size).toBe(1);
});

it('a system that refuses is reported, and asked again only when the window is seen again', async () => {
  const browser = new Browser();
  browser.visible = true;
  browser.keep();
  browser.visible = false;
  await browser.answer();
  expect(browser.problems).toHaveLength(1);
  expect(browser.requests).toBe(1);
  browser.show(true);
  await browser.answer();
  expect(browser.held.size).toBe(1);
});
