import type { Page } from '@playwright/test';
import { waitForPhase } from './telemetry.ts';

/** Sizes of a window in CSS pixels that every screen has to work at; 640×360 is 1,280×720 at a zoom of 200 %. */
const sizes = [
  [320, 240],
  [640, 300],
  [640, 360],
  [640, 400],
  [1_280, 720],
  [3_840, 2_160],
] as const;

/** Larger windows take a machine without a GPU too long to draw a match in again and again. */
const mostDrawnPx = 1_280;

/** The size that tests have their windows at. */
const usual = { width: 640, height: 400 };

/**
 * Gives a window each size in turn, and looks whether what it shows can be reached and used there.
 *
 * @param screen what it shows, for the faults
 * @param playing the ball is in play, so nothing may lie over the court
 * @param largest whether the largest size is one of them also while the ball is in play
 * @returns what is wrong, in words; empty when nothing is
 */
export async function layoutFaults(page: Page, screen: string, playing = false, largest = !playing): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const [width, height] of sizes) {
    if (width > mostDrawnPx && !largest) continue;
    await page.setViewportSize({ width, height });
    // For a moment after a press nothing can be pressed there.
    await page.waitForFunction(() => document.querySelector('.press-shield:not([hidden])') === null);
    const found = [...(await page.evaluate(controlFaults)), ...(playing ? await faultsInPlay(page) : [])];
    faults.push(...found.map((fault) => `${screen} at ${width}×${height}: ${fault}`));
  }
  await page.setViewportSize(usual);
  return faults;
}

/** What {@link courtFaults} finds while the ball is in play. */
async function faultsInPlay(page: Page): Promise<readonly string[]> {
  while (true) {
    await waitForPhase(page, ['serve', 'rally']);
    await page.waitForFunction(courtIsPlaced);
    const found = await page.evaluate(courtFaults);
    // On a busy machine a match may be frozen for a moment, and a panel says so.
    if (found !== undefined) return found;
  }
}

/** Runs in the page: whether the court has been drawn where its place is now. */
function courtIsPlaced(): boolean {
  const place = document.getElementById('court-place')?.getBoundingClientRect();
  const canvas = document.querySelector('canvas')?.getBoundingClientRect();
  if (place === undefined || canvas === undefined) return false;
  const fills = Math.abs(canvas.width - place.width) < 2 || Math.abs(canvas.height - place.height) < 2;
  return fills && canvas.top >= place.top - 1 && canvas.bottom <= place.bottom + 1;
}

/** Runs in the page: controls that can't be scrolled to and pressed, and text that is cut off. */
function controlFaults(): string[] {
  const faults: string[] = [];
  const nameOf = (element: Element) =>
    `${element.tagName.toLowerCase()} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}”`;
  const isHidden = (element: Element) => element.closest('.visually-hidden, #court-place') !== null || !element.checkVisibility();
  const isCut = (box: DOMRect) =>
    box.left < -0.5 || box.right > innerWidth + 0.5 || (box.height <= innerHeight && (box.top < -0.5 || box.bottom > innerHeight + 0.5));
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) faults.push(`the page is ${root.scrollWidth} wide`);
  for (const element of document.querySelectorAll('#screens *')) {
    if (isHidden(element)) continue;
    const style = getComputedStyle(element);
    const tooWide = element.scrollWidth > element.clientWidth + 1;
    if (tooWide && ['auto', 'scroll'].includes(style.overflowX) && element.tagName !== 'TEXTAREA' && element.tagName !== 'INPUT')
      faults.push(`${nameOf(element)} scrolls sideways`);
    if (element.tagName === 'BUTTON' && tooWide && style.textOverflow !== 'ellipsis')
      faults.push(`${nameOf(element)} is too narrow for its text`);
    // Of a closed chat the newest lines are seen, and of those as much as there is room for.
    if (!element.matches('h1, p:not(.chat:not(.open) *), dt, dd, legend, .field-label, output, kbd')) continue;
    element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
    if (isCut(element.getBoundingClientRect())) faults.push(`${nameOf(element)} is cut off by the window`);
  }
  const log = document.querySelector('.chat.open .chat-log');
  if (log !== null && log.clientHeight > (log.parentElement?.clientHeight ?? 0))
    faults.push('the lines of the chat are taller than the chat');
  for (const control of document.querySelectorAll('#screens :is(button, input, select, textarea)')) {
    if (isHidden(control)) continue;
    control.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
    const box = control.getBoundingClientRect();
    if (isCut(box)) faults.push(`${nameOf(control)} is cut off by the window`);
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const points = [
      [x, y],
      [box.left + 2, y],
      [box.right - 2, y],
      [x, box.top + 2],
      [x, box.bottom - 2],
    ] as const;
    for (const [left, top] of points) {
      const hit = document.elementFromPoint(left, top);
      if (hit !== null && (control.contains(hit) || hit.contains(control.closest('label')))) continue;
      faults.push(`${nameOf(control)} is covered by ${hit === null ? 'the edge of the window' : nameOf(hit)}`);
      break;
    }
  }
  return faults;
}

/** Runs in the page: what lies over the court, or over a paddle where it may lie over the rest, and a court that is needlessly small. Undefined while a panel is shown. */
function courtFaults(): string[] | undefined {
  if (document.querySelector('.panel-layer') !== null) return undefined;
  const faults: string[] = [];
  const court = document.querySelector('canvas')?.getBoundingClientRect() ?? new DOMRect();
  /** What is seen of an element: lists and fields cut off what has been scrolled out of them. */
  const seenBoxOf = (element: Element): DOMRect => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const edges = { left, top, right, bottom };
    for (let around = element.parentElement; around !== null; around = around.parentElement) {
      if (getComputedStyle(around).overflowX === 'visible') continue;
      const box = around.getBoundingClientRect();
      edges.left = Math.max(edges.left, box.left);
      edges.top = Math.max(edges.top, box.top);
      edges.right = Math.min(edges.right, box.right);
      edges.bottom = Math.min(edges.bottom, box.bottom);
    }
    return new DOMRect(edges.left, edges.top, Math.max(0, edges.right - edges.left), Math.max(0, edges.bottom - edges.top));
  };
  for (const element of document.querySelectorAll('#screens *')) {
    const box = seenBoxOf(element);
    if (element.closest('.visually-hidden') !== null || box.width === 0 || element.children.length > 0) continue;
    const across = Math.min(box.right, court.right) - Math.max(box.left, court.left);
    const down = Math.min(box.bottom, court.bottom) - Math.max(box.top, court.top);
    if (across <= 1 || down <= 1 || element.id === 'court-place') continue;
    // Paddles stand in the outermost sixteenth of each side.
    const overPaddle = box.left < court.left + court.width / 16 || box.right > court.right - court.width / 16;
    const what = `${element.tagName.toLowerCase()} “${(element.textContent ?? '').slice(0, 40)}” lies over`;
    if (element.closest('#court-place') === null) faults.push(`${what} the court`);
    else if (overPaddle && element.closest('.network') !== null) faults.push(`${what} a paddle`);
  }
  // Half of the widest court that fits the window leaves it a quarter of the pixels.
  const widest = Math.min(innerWidth, (innerHeight * 16) / 9);
  if (court.width < widest / 2) faults.push(`the court is ${court.width} wide where ${Math.round(widest)} would fit`);
  return faults;
}
