import { BlockList, isIP, isIPv6 } from 'node:net';
import { type BrokerAddress, hostAndPort } from './broker-address.ts';

/** A proxy on the way to a broker. */
export interface NetworkProxy {
  /** How it is spoken to: `http` in the clear, `https` over TLS, or one of the versions of SOCKS. */
  readonly kind: 'http' | 'https' | 'socks4' | 'socks5';
  /** A name, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  /** Where it is set: a variable of the environment, or the system's settings. */
  readonly source: string;
}

/** Returns the proxy on the way to a broker; undefined where there is none. Rejects with words for people when what is set is no proxy. */
export type ChooseProxy = (address: BrokerAddress) => Promise<NetworkProxy | undefined>;

/** Variables of the environment by protocol, first the one that is looked at first. What is meant for web pages alone is no way for MQTT without WebSocket. */
const variables: Readonly<Record<BrokerAddress['protocol'], readonly string[]>> = {
  wss: ['https_proxy', 'all_proxy'],
  ws: ['http_proxy', 'all_proxy'],
  mqtts: ['all_proxy'],
  mqtt: ['all_proxy'],
};

const kinds: Readonly<Record<string, NetworkProxy['kind']>> = {
  'http:': 'http',
  'https:': 'https',
  'socks:': 'socks5',
  'socks4:': 'socks4',
  'socks4a:': 'socks4',
  'socks5:': 'socks5',
  'socks5h:': 'socks5',
};

/** Of a proxy's address that names none. */
const defaultPorts: Readonly<Record<NetworkProxy['kind'], number>> = { http: 80, https: 443, socks4: 1080, socks5: 1080 };

/** Addresses of this machine and of networks behind a router: a game of a neighbour, typed as `address:port`, is at one of these. */
const near = [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const;

/**
 * The proxy that the environment names for a broker, as curl reads it: `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy`, each in small letters or
 * in capitals. The libraries for this take `proxy:3128` for one that speaks TLS, and know in `no_proxy` neither networks nor names below a name.
 *
 * @throws Error when what is set is no proxy; its message is for people
 */
function proxyFromEnvironment(address: BrokerAddress, environment: Readonly<Record<string, string | undefined>>): NetworkProxy | undefined {
  for (const variable of variables[address.protocol]) {
    const set = variableOf(environment, variable);
    if (set !== undefined) return parseProxy(set.text, set.name);
  }
  return undefined;
}

/**
 * The proxy that a system's settings name, from the list in which Chromium tells it (`PROXY 192.0.2.1:3128; DIRECT`): the first is taken.
 *
 * @throws Error when it is of a kind that is not known; its message is for people
 */
function proxyFromSystem({ protocol }: BrokerAddress, list: string): NetworkProxy | undefined {
  const [first = ''] = list.split(';');
  const [kind = '', place = ''] = first.trim().split(/\s+/);
  const scheme = { PROXY: 'http', HTTPS: 'https', SOCKS: 'socks4', SOCKS4: 'socks4', SOCKS5: 'socks5' }[kind.toUpperCase()];
  if (scheme === undefined || place === '') return undefined;
  // A proxy for web pages alone lets nothing else through.
  if (protocol.startsWith('mqtt') && !scheme.startsWith('socks')) return undefined;
  return parseProxy(`${scheme}://${place}`, 'the system’s settings');
}

/**
 * Chooses by the environment, and where that names none by the system's settings.
 *
 * @param askSystem tells what they say of a web address, as Chromium does; not there where nobody can
 */
export function proxyChooser(
  environment: Readonly<Record<string, string | undefined>>,
  askSystem?: (url: string) => Promise<string>,
): ChooseProxy {
  return async (address) => {
    // A VPN's or an office's list of exceptions may stand in the one and the proxy in the other.
    if (isNear(address) || isSpared(address, variableOf(environment, 'no_proxy')?.text ?? '')) return undefined;
    const fromEnvironment = proxyFromEnvironment(address, environment);
    if (fromEnvironment !== undefined || askSystem === undefined) return fromEnvironment;
    const scheme = address.protocol === 'ws' ? 'http' : 'https';
    return proxyFromSystem(address, await askSystem(`${scheme}://${hostAndPort(address.host, address.port)}/`));
  };
}

/** Words that say where a proxy is or let somebody through it, for the diagnostics. An IP address is known by its form, which says more than that it was hidden. */
export function privateWordsOfProxy({ host, username, password }: NetworkProxy): readonly string[] {
  return [isIP(host) === 0 ? host : undefined, username, password].flatMap((word) => word ?? []);
}

/** A proxy by the name that stands in sentences about it. */
export function proxyName({ host, port, source }: NetworkProxy): string {
  return `the proxy ${hostAndPort(host, port)} (from ${source})`;
}

function parseProxy(text: string, source: string): NetworkProxy {
  const url = text.includes('://') ? text : `http://${text}`;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const kind = parsed === undefined ? undefined : kinds[parsed.protocol];
  if (parsed === undefined || kind === undefined || parsed.hostname === '')
    throw new Error(
      `${source} does not name a proxy that Paddlewire can use. It looks like http://proxy.example.org:3128. Correct or remove it.`,
    );
  const { hostname, port, username, password } = parsed;
  return {
    kind,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? defaultPorts[kind] : Number(port),
    ...(username === '' ? {} : { username: plain(username), password: plain(password) }),
    source,
  };
}

/** What stands in a URL as `%40`, as it is; a sign that begins nothing of that kind is meant. */
function plain(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

function variableOf(
  environment: Readonly<Record<string, string | undefined>>,
  variable: string,
): { name: string; text: string } | undefined {
  for (const name of [variable, variable.toUpperCase()]) {
    const text = environment[name]?.trim();
    if (text !== undefined && text !== '') return { name, text };
  }
  return undefined;
}

/** Whether it is a game of a neighbour, which no proxy leads to. */
function isNear({ protocol, host }: BrokerAddress): boolean {
  return protocol.startsWith('mqtt') && isIP(host) !== 0 && near.some(([network, prefix]) => inNetwork(host, network, prefix));
}

/** Whether a list such as `localhost, .example.org, 10.0.0.0/8, [::1]:8883` names a broker: its name, a name above it, its address or its network. */
function isSpared({ host, port }: BrokerAddress, list: string): boolean {
  const own = host.toLowerCase();
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === '*') return true;
      const [, bracketed, name = bracketed, onlyPort] = /^(?:\[([^\]]*)\]|([^:]*|[^:]*:[^:]*:.*?))(?::(\d+))?$/.exec(entry) ?? [];
      if (name === undefined || name === '' || (onlyPort !== undefined && Number(onlyPort) !== port)) return false;
      const [network = '', prefix] = name.split('/');
      if (isIP(own) !== 0 && isIP(network) === isIP(own)) {
        if (prefix === undefined) return inNetwork(own, network, isIPv6(own) ? 128 : 32);
        return inNetwork(own, network, Number(prefix));
      }
      const above = name.replace(/^\*?\.?/, '');
      return above !== '' && (own === above || own.endsWith(`.${above}`));
    });
}

function inNetwork(address: string, network: string, prefix: number): boolean {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  if (isIPv6(network) !== isIPv6(address) || !(prefix >= 0 && prefix <= (family === 'ipv6' ? 128 : 32))) return false;
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return list.check(address, family);
}
