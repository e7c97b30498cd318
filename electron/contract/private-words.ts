import { NO_NAME } from 'paddlewire-netcode/text';
import type { Settings } from './settings.ts';

/** Words of settings that say who or where somebody is, or let somebody in: for {@link import('../diagnostics/redaction.ts').redacted}. */
export function privateWordsOf({ name, rendezvous, iceServers }: Settings): readonly string[] {
  return [
    ...(name === NO_NAME ? [] : [name]),
    ...rendezvous.flatMap(({ url, username, password }) => [hostIn(url), username, password]),
    ...iceServers.flatMap(({ urls, username, credential, secret }) => [hostIn(urls), username, credential, secret]),
  ].flatMap((word) => (word === undefined || word === '' ? [] : [word]));
}

/** Host of an address such as `wss://example.org/mqtt` or `turn:example.org:3478?transport=tcp`. */
function hostIn(address: string): string {
  return /^[a-z]+:(?:\/\/)?(\[[^\]]+\]|[^:/?#]+)/i.exec(address)?.[1] ?? '';
}
