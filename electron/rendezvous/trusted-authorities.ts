import tls from 'node:tls';

/**
 * Certificate authorities for TLS: those that Node brings, and those that this computer trusts besides, so that a broker with a certificate of a
 * company's or one's own authority needs no more than any browser does. Empty on a Node that can't tell (before 22.15): its own alone.
 */
export function trustedAuthorities(): { readonly ca?: string[] } {
  const ask: unknown = Reflect.get(tls, 'getCACertificates');
  if (typeof ask !== 'function') return {};
  const lists: unknown[] = ['default', 'system'].map((kind) => ask.call(tls, kind));
  return { ca: lists.flat().filter((certificate) => typeof certificate === 'string') };
}

/** Whether authorities that this computer trusts are trusted here too. */
export function readsSystemAuthorities(): boolean {
  return typeof Reflect.get(tls, 'getCACertificates') === 'function';
}
