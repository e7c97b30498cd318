import type { Page } from '@playwright/test';

declare global {
  interface Window {
    /** What a screen reader would have been told since {@link listen}. */
    paddlewireHeard?: string[];
  }
}

/** Notes from now on every text that appears in a live part of the page. */
export async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const heard: string[] = [];
    window.paddlewireHeard = heard;
    const isLive = (node: Node): boolean => {
      const element = node instanceof Element ? node : node.parentElement;
      const region = element?.closest('[aria-live], [role=status], [role=alert], [role=log], output') ?? null;
      return region !== null && region.getAttribute('aria-live') !== 'off' && element?.closest('[aria-hidden=true]') === null;
    };
    new MutationObserver((changes) => {
      for (const { type, target, addedNodes } of changes) {
        for (const node of type === 'characterData' ? [target] : [...addedNodes]) {
          const text = node.textContent?.trim() ?? '';
          if (text !== '' && isLive(node)) heard.push(text);
        }
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

/** What was heard since {@link listen}, in order. */
export function heardBy(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => window.paddlewireHeard ?? []);
}
