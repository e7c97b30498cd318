import fc from 'fast-check';
import { expect, test as it } from 'vitest';
import { lineText } from './diagnostics-line.ts';
import { redacted } from './redaction.ts';

it.each<[string, string]>([
  ['connect ECONNREFUSED 192.168.1.20:1883', 'connect ECONNREFUSED [IPv4 private]:1883'],
  ['10.1.2.3, 172.20.0.1 and 100.64.7.7', '[IPv4 private], [IPv4 private] and [IPv4 shared]'],
  ['from 203.0.113.7 to 127.0.0.1', 'from [IPv4 public] to [IPv4 loopback]'],
  ['host 169.254.10.1/16', 'host [IPv4 link-local]/16'],
  ['candidate:1 1 udp 2113937151 8.8.8.8 54321 typ host', 'candidate:1 1 udp 2113937151 [IPv4 public] 54321 typ host'],
  ['[2001:db8::7]:443', '[[IPv6 public]]:443'],
  ['fe80::1c2:3ff:fe45:6789%wlan0 up', '[IPv6 link-local] up'],
  ['bound ::1, fd00:1:2:3:4:5:6:7', 'bound [IPv6 loopback], [IPv6 private]'],
  ['2001:0db8:85a3:0000:0000:8a2e:0370:7334', '[IPv6 public]'],
  ['::ffff:203.0.113.7', '[IPv6 public]'],
  ['aa:bb:cc:00:11:22', '[MAC]'],
  ['1b2c3d4e-1111-2222-3333-444455556666.local answers', '[mDNS name] answers'],
  ['Adas-MacBook.local.', '[mDNS name]'],
  ['getaddrinfo ENOTFOUND broker.example.org', 'getaddrinfo ENOTFOUND [host]'],
  ['getaddrinfo EAI_AGAIN nas', 'getaddrinfo EAI_AGAIN [host]'],
  ['wss://ada:geheim@broker.example.org:8884/mqtt?token=x refused', 'wss://[host]:8884 refused'],
  ['turn:relay.example.org:3478?transport=tcp', 'turn:[host]:3478'],
  ['Host: bücher.example. is not in the cert', 'Host: [host] is not in the cert'],
  ['bücher.example:8883', '[host]:8883'],
  ['mail ada@example.org', 'mail [user]@[host]'],
  ["ENOENT: no such file or directory, open '/home/ada/.local/share/x'", "ENOENT: no such file or directory, open '[path]'"],
  ["EACCES: open '/home/o'brien/settings.json'", "EACCES: open '[path]/settings.json'"],
  ["EPERM: rename 'C:\\Users\\Ada B\\a' -> 'C:\\Users\\Ada B\\settings.json'", "EPERM: rename '[path]/settings.json'"],
  ['at run (/opt/games/paddlewire/main.js:12:7)', 'at run ([path]/main.js:12:7)'],
  ['at f (app://paddlewire/assets/index-ab12.js:3:100)', 'at f (app://[host]/index-ab12.js:3:100)'],
  ['\\\\server\\ada\\x', '[path]'],
  ['code K7QF-3M9X is full', 'code [code] is full'],
  ['k7qf-3m9x', '[code]'],
  ['K7QF3M9X', '[code]'],
  ['no such game: k7qf3m9x', 'no such game: [code]'],
  ['K7qf3M9x is full', '[code] is full'],
  ['k7qf3m9x?name', '[code]?name'],
  ['7kqf3mnx', '[code]'],
  ['code=kq7fmnxz, game "kqfmnxz7"', 'code=[code], game "[code]"'],
  ['K7QF 3M9X', '[code]'],
  ['paddlewire/1/K7QF/host', 'paddlewire/1/[code]'],
  ['paddlewire://join/K7QF-3M9X?name=Ada', 'paddlewire://[host]'],
  ['match-0123456789abcdef', 'match-[hex]'],
  ['password: "x y" token=abc&more secret=\'s\'', 'password: [secret] token=[secret]&more secret=[secret]'],
  ['Authorization: Basic YWRhOng=', 'Authorization: [secret]'],
  ['a=ice-ufrag:Ab12 a=ice-pwd:zzzz', 'a=ice-ufrag:[secret] a=ice-pwd:[secret]'],
  ['cookie dGhpcyBpcyBhIHNlY3JldA12', 'cookie [secret]'],
])('%s is written as %s', (text, left) => {
  expect(redacted(text)).toBe(left);
  // The page's lines are redacted by the page and by the desktop.
  expect(redacted(left)).toBe(left);
});

it.each([
  'the rendezvous closed at 19:43:34 after 3/4 of 15 s',
  '"effects.shake" has to be true or false; the default is used.',
  'settings.json is not valid JSON',
  'peer.setLocalDescription rejected: InvalidStateError',
  'high-tech and left-over words, and/or ICE-TCP',
  'Electron 45.4.1, Node.js 20.20.0, Chromium 156.0.7000.12',
  'ENOSPC: no space left on device, write',
  'chrome96 has ipv6only, utf16le, win32x64 and mqtt3114 on screen12; UTF8 TEXT',
  'ended with exit code 12345678, code resolved, code ECONNRES',
])('%s stays as it is', (text) => {
  expect(redacted(text)).toBe(text);
});

it.each([
  ['a family emoji', 'Ada \u{1f468}\u200d\u{1f469}\u200d\u{1f467}'],
  ['a Persian joiner', 'می\u200cم'],
  ['the flag of England', '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
])('a name with %s in it is taken out, with its joiners and without', (_what, name) => {
  expect(lineText(`${name} has left`, undefined, [name])).toBe('[hidden] has left');
  expect(redacted(`${name} has left`, [name])).toBe('[hidden] has left');
  expect(redacted(`${name.replace(/\p{Cf}/gu, '')} has left`, [name])).toBe('[hidden] has left');
});

it('a name of which nothing is left without its joiners hides nothing else', () => {
  expect(redacted('the game is over', ['\u200d'])).toBe('the game is over');
});

it('names and passwords that are in use are taken out as words of their own, whatever their case', () => {
  expect(redacted('Ada (ADA) hosts, Adam joins; "p.w+d"', ['Ada', 'p.w+d', ''])).toBe('[hidden] ([hidden]) hosts, Adam joins; "[hidden]"');
  expect(redacted('ולדימיר left', ['ולדימיר'])).toBe('[hidden] left');
  expect(redacted('open /home/Ada B/x', ['Ada', '/home/Ada B'])).toBe('open [hidden][path]');
});

it('no IPv4 address, code or path gets through, whatever stands around it', () => {
  const around = fc.constantFrom('', ' ', '(', ')', '"', "'", ', ', ': ', '=', '[', ']', ' x ', '\t', ' udp ');
  const secret = fc.oneof(
    fc.ipV4(),
    fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/),
    fc.stringMatching(/^\/home\/[a-z]{3,9}\/[a-z]{3,9}$/),
  );
  fc.assert(
    fc.property(around, secret, around, (before, word, after) => {
      expect(redacted(`${before}${word}${after}`)).not.toContain(word);
    }),
  );
});

it('a long text of any kind takes no noticeable time', () => {
  for (const text of [
    'a.'.repeat(5_000),
    '1:'.repeat(5_000),
    "'/".repeat(5_000),
    'aA1'.repeat(5_000),
    '@'.repeat(10_000),
    '-'.repeat(9_000),
  ]) {
    expect(redacted(text).length).toBeLessThan(5_000);
  }
});
