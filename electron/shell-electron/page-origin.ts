/** Scheme of the page's addresses; its files come from the app alone. */
export const pageScheme = 'app';

/** Host of the page's addresses. */
export const pageHost = 'paddlewire';

/** Address of the page. */
export const pageUrl = `${pageScheme}://${pageHost}/`;

/** Whether an address is one of the page's own. */
export function isPageUrl(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${pageScheme}:` && url.host === pageHost;
}
