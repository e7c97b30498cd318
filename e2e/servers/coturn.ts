import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { top } from '../../electron/launch/top.ts';
import { makeCertificate } from './certificate.ts';
import { withDirectives } from './directives.ts';
import { startServer, whyNoServer } from './server-process.ts';

/** A running coturn with the deployment's configuration. */
export interface Coturn {
  /** For `iceServers`: over UDP. */
  readonly url: string;
  /** What expiring credentials are made from. */
  readonly secret: string;
  readonly pid: number;
  /** Ends it and removes its files. Safe to call twice. */
  close(): Promise<void>;
}

/** Why no coturn can be started here, as the end of a sentence; undefined when one can. */
export function whyNoCoturn(): string | undefined {
  return whyNoServer('turnserver', 'openssl');
}

/**
 * Starts a coturn with the file of `electron/rendezvous/deployment/`, at the ports it is deployed with.
 *
 * @param address IP address that it listens and relays at; none that the file keeps from being relayed to
 * @param within command in front of the program, such as one that enters a network namespace
 */
export async function startCoturn(address: string, within: readonly string[]): Promise<Coturn> {
  const folder = mkdtempSync(join(tmpdir(), 'paddlewire-coturn-'));
  const { certFile, keyFile } = makeCertificate(folder, address);
  const conf = withDirectives(readFileSync(join(top, 'electron/rendezvous/deployment/turnserver.conf'), 'utf8'), {
    cert: certFile,
    pkey: keyFile,
  });
  const confFile = join(folder, 'turnserver.conf');
  // What is not in the image that the deployment uses.
  writeFileSync(confFile, `${conf}userdb=${join(folder, 'turndb')}\npidfile=${join(folder, 'pid')}\n`);
  const secret = randomBytes(16).toString('hex');
  // The same two arguments as in compose.yml.
  const given = [`--static-auth-secret=${secret}`, `--external-ip=${address}`];
  const server = await startServer([...within, 'turnserver', '-c', confFile, ...given], /SQLite DB connection success/);
  return {
    url: `turn:${address}:3478`,
    secret,
    pid: server.pid,
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
