import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Time for an answer, in ms: a machine that is busy still makes it. */
const answerMs = 2_000;

/** A token and a link. */
const maxCallBytes = 1_024;

const answer = 'shown\n';

/** Listens on a loopback port for a second start, which shows by the token that it has read the lock file. */
export interface LockServer {
  /** 0 when no port could be had. */
  readonly port: number;
  close(): void;
}

/** @param onCalled gets the link that the second start was given, or an empty text */
export async function listenForCalls(token: string, onCalled: (link: string) => void): Promise<LockServer> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.setTimeout(answerMs, () => socket.destroy());
    void readLine(socket).then((line) => {
      const [given = '', ...link] = line.split(' ');
      if (!isSame(given, token)) return socket.destroy();
      onCalled(link.join(' '));
      return socket.end(answer);
    });
  });
  server.unref();
  server.listen({ host: '127.0.0.1', port: 0 });
  try {
    await once(server, 'listening');
  } catch {
    // A machine without a loopback address: the lock holds without it, and a second start can only be told so.
    return { port: 0, close: () => undefined };
  }
  // A call that can't be taken, as when too many files are open, is one that was not made.
  server.on('error', () => undefined);
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, close: () => server.close() };
}

/** Calls the holder of a profile, whose window then comes to the front. Returns whether it did. */
export async function callHolder(port: number, token: string, link: string): Promise<boolean> {
  if (port === 0) return false;
  const socket = connect({ host: '127.0.0.1', port });
  socket.setTimeout(answerMs, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  // One that is longer, or in several lines, leads nowhere: enough of it arrives to be told so.
  const line = `${token} ${link.replace(/\s/g, ' ')}`.slice(0, maxCallBytes);
  socket.write(`${line}\n`);
  return `${await readLine(socket)}\n` === answer;
}

/** The first line that arrives, or what there is of it when the other end closes or sends too much. */
function readLine(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
      else if (text.length > maxCallBytes) socket.destroy();
    });
    socket.on('close', () => resolve(text));
  });
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
