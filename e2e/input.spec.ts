import { expect } from '@playwright/test';
import { Word } from '../netcode/pong/state.ts';
import { it } from './window-test.ts';
import { focusWindow, plugIn, pressPad, pressPadTo, push, standardPad, unplug, waitForAxis } from './windows/devices.ts';
import { joinByCode } from './windows/lobby.ts';
import { readTelemetry, waitForPhase, waitForTicks } from './windows/telemetry.ts';

it('one pad steers only the window that has the focus, and no paddle runs on after alt-tab', async ({ pair }) => {
  const [ada, grace] = [pair[0].page, pair[1].page];
  await joinByCode(ada, grace);
  for (const page of [ada, grace]) await plugIn(page, standardPad);
  await focusWindow(grace, false);
  await waitForTicks(grace, 10);
  for (const page of [ada, grace]) await push(page, 1, -1);
  await waitForAxis(ada, -7);
  expect((await readTelemetry(grace)).axis).toBe(0);
  await focusWindow(ada, false);
  await focusWindow(grace, true);
  await waitForAxis(ada, 0);
  // The stick is still held, and was not moved since.
  await waitForTicks(grace, 30);
  expect((await readTelemetry(grace)).axis).toBe(0);
  for (const page of [ada, grace]) await push(page, 1, -0.7);
  await waitForAxis(grace, -4);
  expect((await readTelemetry(ada)).axis).toBe(0);
  await unplug(grace);
  await waitForAxis(grace, 0);
  await focusWindow(ada, true);
});

it('on a Dvorak keyboard the key that prints T opens the chat, held it types nothing, and the key at T does not', async ({ pair }) => {
  const [ada, grace] = [pair[0].page, pair[1].page];
  await joinByCode(ada, grace);
  const field = ada.getByRole('textbox', { name: 'Chat message' });
  const session = await ada.context().newCDPSession(ada);
  const press = (code: string, text: string, autoRepeat = false) =>
    session.send('Input.dispatchKeyEvent', { type: 'keyDown', code, key: text, text, autoRepeat });
  await press('KeyT', 'y');
  await expect(field).toBeHidden();
  await press('KeyK', 't');
  await expect(field).toBeFocused();
  for (let i = 0; i < 5; i++) await press('KeyK', 't', true);
  await expect(field).toHaveValue('');
  await press('KeyK', 't');
  await expect(field).toHaveValue('t');
  await session.detach();
});

it('keys steer with Ctrl and Alt held, do nothing else, and none stays down', async ({ pair: [{ page }] }) => {
  await page.getByRole('button', { name: 'Practice' }).click();
  await waitForPhase(page, ['serve', 'rally']);
  for (const talk of ['Control', 'Alt']) {
    await page.keyboard.down(talk);
    await page.keyboard.down('KeyW');
    await waitForAxis(page, -7);
    await page.keyboard.up('KeyW');
    await waitForAxis(page, 0);
    await page.keyboard.up(talk);
  }
  // A context menu would take the end of the press.
  await page.keyboard.down('KeyS');
  await waitForAxis(page, 7);
  // In an object, so that the page listens before the click and the answer is waited for after it.
  const listening = await page.evaluateHandle(() => ({
    shown: new Promise<boolean>((tell) => window.addEventListener('contextmenu', (event) => tell(!event.defaultPrevented), { once: true })),
  }));
  await page.mouse.click(320, 100, { button: 'right' });
  expect(await listening.evaluate(({ shown }) => shown)).toBe(false);
  // A menu opens while the key is held, and its end goes there.
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Keep playing' })).toBeVisible();
  await waitForAxis(page, 0);
  await page.keyboard.up('KeyS');
  await page.getByRole('button', { name: 'Keep playing' }).click();
  await waitForTicks(page, 10);
  expect((await readTelemetry(page)).axis).toBe(0);
});

it('a key that is down and up again between two ticks moves the paddle by one tick', async ({ pair: [{ page }] }) => {
  await page.getByRole('button', { name: 'Practice' }).click();
  await waitForPhase(page, ['serve', 'rally']);
  const paddleY = () =>
    page.evaluate((word) => {
      const game = window.paddlewire.match()?.game;
      const words = new Int32Array(64);
      game?.read(game.tick, words);
      return words[word] ?? 0;
    }, Word.paddle0Y);
  const before = await paddleY();
  await page.evaluate(() => {
    for (const type of ['keydown', 'keyup']) window.dispatchEvent(new KeyboardEvent(type, { code: 'KeyW', key: 'w' }));
  });
  await expect.poll(paddleY).toBeLessThan(before);
});

it('a held Escape opens the menu once', async ({ pair: [{ page }] }) => {
  await page.getByRole('button', { name: 'Practice' }).click();
  await waitForPhase(page, ['serve', 'rally']);
  for (let i = 0; i < 10; i++) await page.keyboard.down('Escape');
  await expect(page.getByRole('button', { name: 'Keep playing' })).toBeVisible();
  await page.keyboard.up('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Keep playing' })).toBeHidden();
});

it('where gamepads are forbidden to the page, play goes on with keys', async ({ pair: [{ page }] }) => {
  await page.evaluate(() => {
    const forbidden = (): never => {
      throw new DOMException('Access to the feature "gamepad" is disallowed by permissions policy.', 'SecurityError');
    };
    Object.defineProperty(navigator, 'getGamepads', { configurable: true, value: forbidden });
  });
  await page.getByRole('button', { name: 'Practice' }).click();
  await waitForTicks(page, 10);
  await page.keyboard.down('KeyW');
  await waitForAxis(page, -7);
  await page.keyboard.up('KeyW');
  await page.evaluate(() => Reflect.deleteProperty(navigator, 'getGamepads'));
  await expect.poll(async () => (await readTelemetry(page)).axis).toBe(0);
});

it('practice pauses when its window is left, says so, and goes on with a key', async ({ pair: [{ page }] }) => {
  await page.getByRole('button', { name: 'Practice' }).click();
  await waitForPhase(page, ['rally']);
  await focusWindow(page, false);
  await expect(page.getByText('because you left its window')).toBeVisible();
  const { tick, score } = await readTelemetry(page);
  await focusWindow(page, true);
  await page.keyboard.press('Alt');
  await expect(page.getByText('because you left its window')).toBeVisible();
  expect(await readTelemetry(page)).toMatchObject({ tick, score });
  await page.keyboard.press('KeyW');
  await expect(page.getByText('because you left its window')).toBeHidden();
  await waitForTicks(page, 10);
});

it('a pad player needs no keyboard: into practice, through its menu, and out', async ({ pair: [{ page }] }) => {
  // A page that is still starting reads no gamepads.
  await page.getByRole('button', { name: 'Practice' }).waitFor();
  await plugIn(page, standardPad);
  await pressPadTo(page, 13, 'Practice');
  await pressPad(page, 0);
  await waitForPhase(page, ['countdown', 'serve', 'rally']);
  await pressPad(page, 9);
  await expect(page.getByRole('button', { name: 'Keep playing' })).toBeVisible();
  await pressPad(page, 0);
  await expect(page.getByRole('button', { name: 'Keep playing' })).toBeHidden();
  await pressPad(page, 9);
  await pressPad(page, 1);
  await expect(page.getByRole('button', { name: 'Keep playing' })).toBeHidden();
  // A window that fills the screen goes on filling it.
  await page.keyboard.press('F11');
  await page.waitForFunction(() => document.fullscreenElement !== null);
  await pressPad(page, 9);
  await expect(page.getByRole('button', { name: 'Keep playing' })).toBeVisible();
  expect(await page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
  await page.keyboard.press('F11');
  await page.waitForFunction(() => document.fullscreenElement === null);
});

it('buttons of a pad are bound by pad, in the settings, and everything there can be reached and changed by it', async ({ opener }) => {
  const { page } = await opener.open('Ada');
  // A page that is still starting reads no gamepads.
  await page.getByRole('button', { name: 'Settings' }).waitFor();
  await plugIn(page, standardPad);
  await pressPadTo(page, 12, 'Settings');
  const focused = page.locator(':focus');
  await pressPad(page, 0);
  const seen = new Set<string>();
  const label = async () => focused.evaluate((element) => element.closest('label, fieldset, div')?.textContent ?? '');
  // Down through all, and round.
  for (let i = 0; i < 24; i++) {
    await pressPad(page, i % 12 === 11 ? 15 : 13);
    seen.add((await label()) + (await focused.textContent()));
  }
  expect(seen.size).toBeGreaterThan(10);
  await page.getByRole('slider', { name: /^Volume/ }).focus();
  const volume = Number(await page.getByRole('slider', { name: /^Volume/ }).inputValue());
  await pressPad(page, 14);
  await expect(page.getByRole('slider', { name: /^Volume/ })).toHaveValue(`${volume - 5}`);
  await page.getByRole('combobox', { name: 'Motion' }).focus();
  await pressPad(page, 15);
  await expect(page.getByRole('combobox', { name: 'Motion' })).toHaveValue('full');
  await page.getByRole('button', { name: 'Gamepad buttons for Up:' }).focus();
  await pressPad(page, 0);
  await expect(focused).toHaveText(/Press a button on the gamepad/);
  await pressPad(page, 6);
  await expect(focused).toHaveText(/Left stick ↑.*Left trigger/);
  await pressPad(page, 1);
  await expect(page.getByRole('button', { name: 'Host game' })).toBeVisible();
});

it('keys are called what they print: on a French keyboard the paddle’s W is Z', async ({ pair: [{ page }] }) => {
  const hint = page.locator('footer kbd').first();
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'keyboard', {
      configurable: true,
      value: { getLayoutMap: async () => new Map([['KeyW', 'z']]) },
    });
    window.dispatchEvent(new Event('focus'));
  });
  await expect(hint).toHaveText('Z');
  await page.evaluate(() => {
    Reflect.deleteProperty(navigator, 'keyboard');
    window.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyW', key: 'w' }));
  });
  await expect(hint).toHaveText('W');
});

it('Space as a key of the paddle steers and presses no button that has the focus', async ({ opener }) => {
  const { page } = await opener.open('Ada', { keys: { up: ['Space'], down: ['ControlLeft'] } });
  await page.getByRole('button', { name: 'Practice' }).click();
  await waitForPhase(page, ['serve', 'rally']);
  await page.getByRole('button', { name: 'Leave match' }).focus();
  await page.keyboard.down('Space');
  await waitForAxis(page, -7);
  await page.keyboard.up('Space');
  await waitForAxis(page, 0);
  await expect(page.getByText(/Yes, leave|Host game/)).toHaveCount(0);
  await page.keyboard.down('ControlLeft');
  await waitForAxis(page, 7);
  // The wheel with Ctrl would zoom the page.
  const zooms = page.evaluate(
    () => new Promise<boolean>((tell) => window.addEventListener('wheel', (event) => tell(!event.defaultPrevented), { once: true })),
  );
  await page.mouse.move(320, 200);
  await page.mouse.wheel(0, 100);
  expect(await zooms).toBe(false);
  await page.keyboard.up('ControlLeft');
});

it('of two fingers the one that stays goes on steering, and none that was cancelled does', async ({ pair: [{ page }] }) => {
  await page.getByRole('button', { name: 'Practice' }).click();
  await waitForPhase(page, ['serve', 'rally']);
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchEnd' | 'touchCancel', ...touchPoints: { id: number; x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints });
  const one = { id: 1, x: 320, y: 40 };
  await touch('touchStart', one);
  const other = { id: 2, x: 400, y: 390 };
  await touch('touchStart', one, other);
  await waitForAxis(page, 7);
  await touch('touchEnd', other);
  await waitForAxis(page, -7);
  await touch('touchCancel');
  await session.detach();
  await expect.poll(async () => (await readTelemetry(page)).axis).toBe(0);
});

it('a file that is dragged over the window is refused: dropped, it would be opened in place of the game', async ({
  pair: [{ page }],
  shell,
}) => {
  it.skip(shell === 'electron', 'the page is the same in both shells');
  const refused = page.evaluate(
    () =>
      new Promise<boolean>((tell) =>
        window.addEventListener('dragover', (event) => tell(event.defaultPrevented && event.dataTransfer?.dropEffect === 'none'), {
          once: true,
        }),
      ),
  );
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [process.execPath], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver'] as const) await session.send('Input.dispatchDragEvent', { type, x: 300, y: 150, data });
  await session.detach();
  expect(await refused).toBe(true);
});
