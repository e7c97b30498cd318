import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { top } from '../../electron/launch/top.ts';
import { freePorts } from '../../electron/rendezvous/free-ports-fixture.ts';
import { makeCertificate } from './certificate.ts';
import { withDirectives } from './directives.ts';
import { startServer, whyNoServer } from './server-process.ts';

/** A running Mosquitto with the deployment's configuration. */
export interface Mosquitto {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Certificate to trust; without TLS there is none. */
  readonly caFile: string | undefined;
  readonly pid: number;
  /** Ends it and removes its files. Safe to call twice. */
  close(): Promise<void>;
}

/** How it differs from the deployment, besides its port and the places of its files. */
export interface MosquittoOptions {
  readonly tls: boolean;
  /** IP address to listen on; default 127.0.0.1. */
  readonly address?: string;
  /** Command in front of the program, such as one that enters a network namespace. */
  readonly within?: readonly string[];
}

/** The user that the deployment's access list knows. */
const username = 'paddlewire';
const password = 'test only';

/** Why no Mosquitto can be started here, as the end of a sentence; undefined when one can. */
export function whyNoMosquitto(): string | undefined {
  return whyNoServer('mosquitto', 'mosquitto_passwd', 'openssl');
}

/** Starts a Mosquitto with the files of `electron/rendezvous/deployment/`. */
export async function startMosquitto({ tls, address = '127.0.0.1', within = [] }: MosquittoOptions): Promise<Mosquitto> {
  const deployment = join(top, 'electron/rendezvous/deployment');
  const folder = mkdtempSync(join(tmpdir(), 'paddlewire-mosquitto-'));
  const [port = 0] = await freePorts(1);
  const [passwordFile, aclFile, confFile] = ['passwords', 'acl', 'mosquitto.conf'].map((name) => join(folder, name));
  if (passwordFile === undefined || aclFile === undefined || confFile === undefined) throw new Error('Three names make three paths.');
  execFileSync('mosquitto_passwd', ['-b', '-c', passwordFile, username, password], { stdio: 'pipe' });
  copyFileSync(join(deployment, 'acl'), aclFile);
  const certificate = tls ? makeCertificate(folder, address) : undefined;
  const conf = withDirectives(readFileSync(join(deployment, 'mosquitto.conf'), 'utf8'), {
    listener: `${port} ${address}`,
    certfile: certificate?.certFile,
    keyfile: certificate?.keyFile,
    ...(tls ? {} : { tls_version: undefined }),
    password_file: passwordFile,
    acl_file: aclFile,
  });
  // Started by root it would change to a user who can't read this folder.
  writeFileSync(confFile, process.getuid?.() === 0 ? `${conf}user root\n` : conf);
  const server = await startServer([...within, 'mosquitto', '-c', confFile], /mosquitto version \S+ running/);
  return {
    url: `${tls ? 'mqtts' : 'mqtt'}://${address}:${port}`,
    username,
    password,
    caFile: certificate?.certFile,
    pid: server.pid,
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
