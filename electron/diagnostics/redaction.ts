/** Longest text that is looked at, in characters: some patterns take time in proportion to the square of it. */
const maxChars = 1_000;

/** First of the 6,400 characters that mean nothing by themselves: more than a text can have replaced. */
const firstMark = 0xe000;

/** Characters that a line of the log has none of; a name may have them between its others, such as joiners. */
const unseen = /[\p{Cc}\p{Cf}]/gu;

/** Files of our own, whose names say nothing about anybody and help to find what is wrong. */
const ownFile =
  /(?:settings\.json(?:\.(?:bad-\d+|last))?|diagnostics(?:-old)?\.log|window\.lock|Preferences|[\w-]+\.[cm]?js(?::\d+){0,2})$/;

/** Last parts of dotted words that are no hosts: files. */
const fileEndings = new Set('json log lock old js cjs mjs ts tsx css html png so dll exe node asar txt md sock'.split(' '));

/** First parts of dotted words that are no hosts: settings. */
const settingParts = new Set(['effects', 'keys', 'rendezvous', 'iceServers']);

type Rule = readonly [pattern: RegExp, put: (match: string, ...groups: string[]) => string];

/** In this order: what is whole (an address with its path) before its parts. */
const rules: readonly Rule[] = [
  [/\bpaddlewire\/1\/[^\s"']+/g, () => 'paddlewire/1/[code]'],
  [/\b([a-z][a-z0-9+.-]*):\/\/[^\s"'<>()]*/gi, (url, scheme) => `${scheme}://[host]${portOf(url)}${scriptOf(url)}`],
  [/\b(stuns?|turns?):[^\s"'<>(),]+/gi, (url, scheme) => `${scheme}:[host]${portOf(url)}`],
  // To the last quotation mark, because a folder's name may have one in it.
  [/(["'`])(?:\/|[A-Za-z]:[\\/]|\\\\).*\1/g, (path, quote) => `${quote}[path]${fileOf(path.slice(0, -1))}${quote}`],
  [/(?<!\w|\[path\])(?:[A-Za-z]:[\\/]|\\\\|~?\/(?!\d+\b))[^\s"'()<>,;]+/g, (path) => `[path]${fileOf(path)}`],
  [
    /\b(token|pass(?:word|wd)?|pwd|secret|credential|cookie|authorization|ufrag|fingerprint|username)(["']?\s*[:=]\s*)(?:(?:basic|bearer|sha-256) )?(?:"[^"]*"|'[^']*'|[^\s&;,]+)/gi,
    (_match, word, between) => `${word}${between}[secret]`,
  ],
  [/[^\s"'<>:,]+@[^\s"'<>,]+/g, () => '[user]@[host]'],
  [/(?<![\w-])[\w-]+(?:\.[\w-]+)*\.local(?!\w)\.?/gi, () => '[mDNS name]'],
  [/(?<![\w:])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:])/gi, () => '[MAC]'],
  [/(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{1,4})?(?:%[\w.-]+)?(?![\w:])/gi, ipv6],
  [/(?<![\d.])(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}(?!\d|\.\d)/g, ipv4],
  [/\b(ENOTFOUND|EAI_\w+|getaddrinfo|host:|DNS:)(\s*)(?!E[A-Z]{2})[^\s:,;]+/gi, (_match, word, space) => `${word}${space}[host]`],
  [/(?<![\p{L}\p{N}_.@[-])(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?\.)+\p{L}[\p{L}\p{N}-]+(?![\p{L}\p{N}_])/gu, dotted],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, () => '[id]'],
  // Joined by a dash; small letters only with a digit among them, because words are joined by dashes too.
  [/\b[0-9A-Z]{4}[-\u2010-\u2014][0-9A-Z]{4}\b/g, () => '[code]'],
  [/\b(?=[a-z-]*\d)[0-9a-z]{4}[-\u2010-\u2014][0-9a-z]{4}\b/gi, () => '[code]'],
  [/\b(?=[A-Z]*\d)(?=\d*[A-Z])[0-9A-Z]{8}\b/g, () => '[code]'],
  [/\b(?=[A-Z]*\d)(?=\d*[A-Z])[0-9A-Z]{4} (?=[A-Z]*\d)(?=\d*[A-Z])[0-9A-Z]{4}\b/g, () => '[code]'],
  // One word in any case: words of programs have at most one number in them or end with it (`ipv6only`, `chrome96`, `win32x64`). Codes in use are known.
  [/\b(?!(?:win|arm|mips|ppc)\d)(?=[a-z]*\d+[a-z]+\d)[0-9a-tv-z]{8}\b/gi, () => '[code]'],
  [
    /\b(codes?|games?|invites?|nameplates?|join(?:s|ed|ing)?)(["']?(?:\s*[:=]\s*|\s+)["']?)(?=[a-z]*\d)(?=\d*[a-z])[0-9a-tv-z]{8}\b/gi,
    (_match, word, between) => `${word}${between}[code]`,
  ],
  [/\b[0-9a-f]{16,}\b/gi, () => '[hex]'],
  [/(?<![\w+/-])(?=\S*\d)(?=\S*[a-z])(?=\S*[A-Z])[\w+/-]{20,}={0,2}/g, () => '[secret]'],
];

/**
 * A text for the diagnostics log, without what somebody could be found, watched or robbed by: addresses (of IPv4 and IPv6 only their kind is
 * left), hosts, users, paths, join codes, secrets. Nothing but its form tells a name from other words, so names have to be given.
 *
 * @param known names, passwords, join codes, hosts and folders that are in use; each is taken out where it stands as a word of its own, in any case
 */
export function redacted(text: string, known: Iterable<string> = []): string {
  // What has been replaced is a mark of one character until the end, so that no later rule reads it as something else.
  const replaced: string[] = [];
  const mark = (by: string): string => String.fromCharCode(firstMark + replaced.push(by) - 1);
  let left = text
    .slice(0, maxChars)
    .replace(/[\ue000-\uf8ff]/g, '')
    .replace(unseen, '');
  // Longest first: a folder may have the user's name in it.
  const words = [...known].map((word) => word.replace(unseen, '')).filter((word) => word !== '');
  for (const word of words.sort((a, b) => b.length - a.length)) {
    const pattern = word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    left = left.replace(new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'giu'), () => mark('[hidden]'));
  }
  for (const [pattern, put] of rules) left = left.replace(pattern, (match: string, ...groups: string[]) => mark(put(match, ...groups)));
  return left.replace(/[\ue000-\uf8ff]/g, (each) => replaced[each.charCodeAt(0) - firstMark] ?? '');
}

function portOf(url: string): string {
  const authority = /^[a-z0-9+.-]+:(?:\/\/)?([^/?#]*)/i.exec(url)?.[1] ?? '';
  return /:\d{1,5}$/.exec(authority.slice(authority.lastIndexOf('@') + 1))?.[0] ?? '';
}

/** Name and place of a script, as stack traces have it. */
function scriptOf(url: string): string {
  return /\/[\w-]+\.js:\d+:\d+$/.exec(url)?.[0] ?? '';
}

function fileOf(path: string): string {
  const own = ownFile.exec(path)?.[0];
  return own === undefined ? '' : `/${own}`;
}

function ipv4(_address: string, first: string, second: string): string {
  const [a, b] = [Number(first), Number(second)];
  if (a === 0) return '[IPv4 any]';
  if (a === 127) return '[IPv4 loopback]';
  if (a === 10 || (a === 192 && b === 168) || (a === 172 && b >= 16 && b < 32)) return '[IPv4 private]';
  if (a === 169 && b === 254) return '[IPv4 link-local]';
  if (a === 100 && b >= 64 && b < 128) return '[IPv4 shared]';
  return a >= 224 ? '[IPv4 multicast]' : '[IPv4 public]';
}

function ipv6(match: string): string {
  const address = (match.split('%')[0] ?? '').toLowerCase();
  const groups = address.split(':').length;
  // A time of day has colons too.
  if (!address.includes('::') && groups !== 8 && !(groups === 7 && address.includes('.'))) return match;
  if (address === '::') return '[IPv6 any]';
  if (/^[0:]*:0*1$/.test(address)) return '[IPv6 loopback]';
  if (/^fe[89ab]/.test(address)) return '[IPv6 link-local]';
  if (/^f[cd]/.test(address)) return '[IPv6 private]';
  return address.startsWith('ff') ? '[IPv6 multicast]' : '[IPv6 public]';
}

function dotted(word: string): string {
  const parts = word.split('.');
  const last = parts.at(-1) ?? '';
  // `peer.createOffer` is no host.
  if (fileEndings.has(last) || settingParts.has(parts[0] ?? '') || /\p{Ll}\p{Lu}/u.test(last)) return word;
  return '[host]';
}
