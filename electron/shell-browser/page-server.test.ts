import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test as it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type PageServer, startPageServer } from './page-server.ts';

let folder: string;
let server: PageServer;
let origin: string;
const onPage = vi.fn<(socket: WebSocket) => void>();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paddlewire-server-'));
  writeFileSync(join(folder, 'index.html'), '<p>');
  onPage.mockReset();
  server = await startPageServer(folder, 0, onPage);
  origin = new URL(server.url).origin;
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

/** A request whose path goes out as it is, which fetch would tidy up first. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: new URL(origin).port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    })
      .on('error', reject)
      .end();
  });
}

function entrance(): string {
  const { pathname, search } = new URL(server.url);
  return pathname + search;
}

async function enter(): Promise<string> {
  const { headers } = await get(entrance());
  return String(headers['set-cookie']).split(';')[0] ?? '';
}

function openSocket(headers: Record<string, string>, path = '/desktop'): Promise<WebSocket> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}${path}`, { headers });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

it('the token lets one browser in, which from then on has a cookie that scripts and other sites cannot use', async () => {
  const answer = await get(entrance());
  expect(answer).toMatchObject({ status: 303, headers: { location: '/' } });
  expect(String(answer.headers['set-cookie'])).toMatch(/^paddlewire-\d+=[\w-]{32}; HttpOnly; SameSite=Strict; Path=\/$/);
  const [cookie = ''] = String(answer.headers['set-cookie']).split(';');
  expect(await get('/', { cookie })).toMatchObject({ status: 200, text: '<p>' });
  expect((await get(entrance())).status).toBe(403);
  // The same window loads its address again.
  expect(await get(entrance(), { cookie })).toMatchObject({ status: 303, headers: { location: '/' } });
});

it.each(['/', '/index.html', '/?token=', '/?token=wrong', '/desktop'])(
  '%s without a cookie is refused and the token stays good',
  async (path) => {
    expect((await get(path)).status).toBe(403);
    expect((await get(entrance())).status).toBe(303);
  },
);

it('a wrong cookie is refused', async () => {
  const cookie = await enter();
  expect((await get('/', { cookie: `${cookie}x` })).status).toBe(403);
  expect((await get('/', { cookie: cookie.replace(/.$/, '*') })).status).toBe(403);
});

it.each(['evil.example', 'localhost', '127.0.0.1', '127.0.0.1:1', '[::1]'])('requests addressed to %s are refused', async (host) => {
  const cookie = await enter();
  expect((await get('/', { cookie, host })).status).toBe(403);
});

it('pages of other origins are refused, and so is everything but GET', async () => {
  const cookie = await enter();
  expect((await get('/', { cookie, origin: 'http://evil.example' })).status).toBe(403);
  expect((await get('/', { cookie, origin: 'null' })).status).toBe(403);
  expect((await get('/', { cookie }, 'POST')).status).toBe(403);
});

it.each(['/../../etc/passwd.json', '/..%2f..%2fpackage.json', '/%2e%2e/package.json', '/index.htm', '/x.js'])(
  '%s is not found',
  async (path) => {
    expect((await get(path, { cookie: await enter() })).status).toBe(404);
  },
);

it('everything carries the content security policy, which names the socket', async () => {
  const { headers } = await get('/', { cookie: await enter() });
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(policy).toContain(`connect-src 'self' ws://${new URL(origin).host};`);
  expect(policy).not.toContain('unsafe');
});

it('the page gets its socket, and a second one takes its place', async () => {
  const cookie = await enter();
  const first = await openSocket({ cookie, origin });
  const closed = once(first, 'close');
  await openSocket({ cookie, origin });
  await closed;
  expect(onPage).toHaveBeenCalledTimes(2);
});

it.each<[string, (cookie: string) => Record<string, string>, string?]>([
  ['without a cookie', () => ({ origin })],
  ['with a wrong cookie', (cookie) => ({ origin, cookie: `${cookie}x` })],
  ['without an origin', (cookie) => ({ cookie })],
  ['from another origin', (cookie) => ({ cookie, origin: 'http://evil.example' })],
  ['from another port', (cookie) => ({ cookie, origin: 'http://127.0.0.1:1' })],
  ['addressed to another host', (cookie) => ({ cookie, origin, host: 'evil.example' })],
  ['at another path', (cookie) => ({ cookie, origin }), '/other'],
])('a socket %s is refused', async (_what, headers, path) => {
  await expect(openSocket(headers(await enter()), path)).rejects.toThrow('403');
  expect(onPage).not.toHaveBeenCalled();
});

it('a message over the limit ends the socket', async () => {
  const socket = await openSocket({ cookie: await enter(), origin });
  const closed = once(socket, 'close');
  socket.on('error', () => undefined);
  socket.send('x'.repeat(300_000));
  expect(await closed).toEqual([1_009, expect.anything()]);
});
