import { expect, type Page } from '@playwright/test';
import { it } from './window-test.ts';
import { say } from './windows/chat.ts';
import { heardBy, listen } from './windows/heard.ts';
import { hostGame, joinByCode, pressJoin } from './windows/lobby.ts';
import { inSeat, playPoint } from './windows/rally.ts';
import { letBotPlay, onCourt, readTelemetry, waitForPhase } from './windows/telemetry.ts';
import { beginWatched, playIntoRally, type WatchedMatch, waitForTable } from './windows/watched-match.ts';

it.describe.configure({ mode: 'parallel' });

const FAMILY = '👨\u200d👩\u200d👧\u200d👦';

async function openChat(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Chat', exact: true }).click();
}

function log(page: Page) {
  return page.getByRole('log');
}

it('a screen reader hears each of two points once, with both scores, each line of chat of the other, and nothing else', async ({
  pair,
}) => {
  const [ada, grace] = pair.map(({ page }) => page) as [Page, Page];
  await joinByCode(ada, grace);
  await waitForPhase(ada, ['serve', 'rally']);
  await listen(ada);
  await playPoint(ada, grace);
  await playPoint(grace, ada);
  await openChat(grace);
  await say(grace, 'nice one');
  await expect(log(ada)).toContainText('nice one');
  // Nothing of what was heard already is heard again when the chat is opened, and nothing of our own.
  await openChat(ada);
  await say(ada, 'thanks');
  await expect(log(grace)).toContainText('thanks');
  const heard = await heardBy(ada);
  const points = heard.filter((text) => text.includes('score'));
  const { score } = await readTelemetry(ada);
  expect(points.length).toBe(score[0] + score[1]);
  for (const [index, text] of points.entries()) {
    const [, left, right] = /^(?:You score|Grace scores)\. Ada (\d+), Grace (\d+)\.$/.exec(text) ?? [];
    expect(Number(left) + Number(right), text).toBe(index + 1);
  }
  expect(heard.filter((text) => !points.includes(text))).toEqual(['Grace nice one']);
});

it('the chat keeps an emoji family whole, and follows its newest line unless the reader has scrolled up', async ({ pair }) => {
  const [ada, grace] = pair.map(({ page }) => page) as [Page, Page];
  await joinByCode(ada, grace);
  for (const page of [ada, grace]) await letBotPlay(page, 2);
  await openChat(ada);
  await openChat(grace);
  await say(ada, FAMILY.repeat(3));
  await expect(log(grace).getByText(FAMILY.repeat(3), { exact: true })).toBeVisible();
  const distance = (page: Page) => log(page).evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight);
  for (let line = 0; line < 4; line++) await say(line % 2 === 0 ? ada : grace, `line ${line} ${'and on '.repeat(12)}`);
  await expect(log(grace).getByText('line 3')).toHaveCount(1);
  expect(await log(grace).evaluate((list) => list.scrollHeight > list.clientHeight)).toBe(true);
  for (const page of [ada, grace]) await expect.poll(() => distance(page)).toBeLessThan(9);
  await pair[1].resize(640, 300);
  await expect.poll(() => distance(grace)).toBeLessThan(9);
  await log(grace).evaluate((list) => {
    list.scrollTop = 0;
  });
  const toNewest = grace.getByRole('button', { name: 'Newest messages' });
  await expect(toNewest).toBeVisible();
  await say(ada, 'one more');
  await expect(log(grace).getByText('one more')).toHaveCount(1);
  expect(await distance(grace)).toBeGreaterThan(9);
  await toNewest.click();
  await expect.poll(() => distance(grace)).toBeLessThan(9);
  await pair[1].resize(640, 400);
  await say(grace, 'done');
});

it('the chat stays open while a word is composed, sends it whole, and keeps what was not sent', async ({ pair, shell }) => {
  it.skip(shell === 'electron', 'no input method can be driven there');
  const [ada, grace] = pair.map(({ page }) => page) as [Page, Page];
  await joinByCode(ada, grace);
  await openChat(grace);
  // Escape and Enter are for the input method meanwhile.
  const box = grace.getByRole('textbox', { name: 'Chat message' });
  await box.focus();
  const input = await grace.context().newCDPSession(grace);
  await input.send('Input.imeSetComposition', { text: '한', selectionStart: 1, selectionEnd: 1 });
  await grace.keyboard.press('Escape');
  await grace.keyboard.press('Enter');
  await expect(box).toHaveValue('한');
  await input.send('Input.insertText', { text: '한' });
  await expect(box).toHaveValue('한');
  await box.press('Escape');
  await expect(box).toBeHidden();
  await openChat(grace);
  await expect(box).toHaveValue('한');
  // A button that is pressed keeps its name, or it would read "Unmute, pressed".
  const mute = grace.getByRole('button', { name: 'Mute', exact: true });
  await mute.click();
  await expect(mute).toHaveAttribute('aria-pressed', 'true');
  await box.press('Enter');
  await expect(log(ada).getByText('한', { exact: true })).toHaveCount(1);
  await expect(box).toHaveValue('');
});

it('what is typed while the other window is killed is marked until it arrives there, once', async ({ pair, opener }) => {
  const [ada, grace] = pair;
  await joinByCode(ada.page, grace.page);
  await playPoint(ada.page, grace.page);
  await openChat(ada.page);
  await grace.kill();
  await say(ada.page, 'are you there?');
  await waitForPhase(ada.page, ['suspended']);
  // The panel that says so leaves the chat within reach.
  await ada.page.getByRole('button', { name: 'Good game!' }).click();
  await expect(log(ada.page).getByText('not delivered yet')).toHaveCount(2);
  const again = await opener.reopen(grace);
  await again.page.getByRole('button', { name: /^Resume/ }).click();
  await waitForPhase(again.page, inSeat);
  await openChat(again.page);
  for (const text of ['are you there?', 'Good game!']) await expect(log(again.page).getByText(text, { exact: true })).toHaveCount(1);
  await expect(log(ada.page).getByText('not delivered yet')).toHaveCount(0);
  await expect(log(ada.page).getByText('are you there?')).toHaveCount(1);
});

it('a name from right to left turns no score round, and a code is taken out of the sentence that was pasted', async ({ opener, shell }) => {
  it.skip(shell === 'electron', 'the page is the same in both shells');
  const [ada, grace] = await Promise.all([
    opener.open('Ada', { volumePercent: 0 }),
    opener.open('Grace', { name: 'עדה', volumePercent: 0 }),
  ]);
  const code = await hostGame(ada.page);
  await grace.page.getByRole('button', { name: 'Join game' }).click();
  await grace.page.getByRole('textbox', { name: 'Join code' }).fill(`\u200bThe code is “${code}”\u200e, see you`);
  await pressJoin(grace.page);
  await Promise.all([ada, grace].map(({ page }) => waitForPhase(page, onCourt)));
  await playPoint(ada.page, grace.page);
  await openChat(ada.page);
  await say(ada.page, 'שלום!');
  const line = log(ada.page).getByText('שלום!', { exact: true });
  const [first = 0, last = 0] = await line.evaluate((element) => {
    const range = document.createRange();
    return [0, 4].map((at) => {
      range.setStart(element.firstChild ?? element, at);
      range.setEnd(element.firstChild ?? element, at + 1);
      return range.getBoundingClientRect().x;
    });
  });
  expect(last, 'the mark at the end of a line from right to left is at its left').toBeLessThan(first);
  await grace.kill();
  await waitForPhase(ada.page, ['suspended']);
  await expect(ada.page.getByText(/^Waiting for \u2068עדה\u2069/)).toBeVisible();
  await ada.page.getByRole('button', { name: 'Back to menu' }).click();
  const saved = ada.page.getByRole('button', { name: /^Resume/ });
  const text = (await saved.textContent()) ?? '';
  const tail = text.slice(text.indexOf('('));
  expect(tail).toMatch(/^\(\d+–\d+\)$/);
  // Where each character is drawn: the score from left to right, and all of it behind the name.
  const drawn = await saved.evaluate((button) => {
    // The score is in an element of its own, so that no line breaks within it.
    const walker = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
    const places: number[] = [];
    for (let node = walker.nextNode(); node instanceof Text; node = walker.nextNode()) {
      for (let at = 0; at < node.length; at++) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        places.push(range.getBoundingClientRect().x);
      }
    }
    return places;
  });
  const begin = text.indexOf('(');
  const places = drawn.slice(begin);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(Math.max(...drawn.slice(text.indexOf('ע'), begin - 2))).toBeLessThan(places[0]!);
});

it('two players of one name are told apart by their side in every sentence, and the one who is left can claim', async ({ opener }) => {
  const windows = await Promise.all(
    ['Ada', 'Grace', 'Linus'].map((name) => opener.open(name, { name: 'Player', volumePercent: 0, graceSeconds: 5 })),
  );
  const match = windows as WatchedMatch;
  await beginWatched(match);
  await waitForTable(match);
  const [ada, grace, linus] = match;
  await expect(linus.page.getByText('Watching Player (left) against Player (right)')).toBeVisible();
  await expect(ada.page.getByText('Watched by Player (3)')).toBeVisible();
  await playIntoRally(match);
  await openChat(linus.page);
  await say(linus.page, 'hi');
  await openChat(ada.page);
  await expect(log(ada.page).getByText('Player (3)')).toBeVisible();
  await grace.kill();
  await expect(linus.page.getByText(/^Waiting for Player \(right\)/)).toBeVisible();
  await expect(linus.page.getByText('Player (right) has not come back. Player (left) can keep waiting')).toBeVisible();
  await ada.page.getByRole('button', { name: 'Claim the match' }).click();
  await expect(ada.page.getByText('pending until Player (right) has it')).toBeVisible();
});

it('ten emoji families fit into the name, and an eleventh does not', async ({ pair }) => {
  const [{ page }] = pair;
  const field = page.getByRole('textbox', { name: 'Your name' });
  await field.fill('');
  await field.focus();
  for (let i = 0; i < 11; i++) await page.keyboard.insertText(FAMILY);
  await expect(field).toHaveValue(FAMILY.repeat(10));
  await field.fill('A\u200bda\u202e');
  await field.press('Tab');
  await expect(field).toHaveValue('Ada');
});
