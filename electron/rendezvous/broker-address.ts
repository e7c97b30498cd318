import type { BrokerServer } from '../contract/desktop.ts';

/** Where a broker listens and how to speak to it. */
export interface BrokerAddress {
  readonly protocol: 'mqtt' | 'mqtts' | 'ws' | 'wss';
  /** A name, or an IP address without brackets; a link-local one with its zone. */
  readonly host: string;
  readonly port: number;
  /** With its query; WebSocket alone has one. */
  readonly path?: string;
  readonly username?: string;
  readonly password?: string;
}

/** Registered with IANA for MQTT, and those of HTTP for WebSocket. */
const defaultPorts = { mqtt: 1883, mqtts: 8883, ws: 80, wss: 443 } as const;

/** The address in a setting that the schema of the settings has let pass. */
export function addressOf({ url, username, password }: BrokerServer): BrokerAddress {
  const { protocol: scheme, hostname, port, pathname, search } = new URL(url);
  const name = scheme.slice(0, -1);
  const protocol = isProtocol(name) ? name : 'mqtt';
  return {
    protocol,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? defaultPorts[protocol] : Number(port),
    ...(protocol.startsWith('ws') ? { path: `${pathname || '/'}${search}` } : {}),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
}

/** A broker of ours at an IP address. */
export function plainAddress(host: string, port: number): BrokerAddress {
  return { protocol: 'mqtt', host, port };
}

/** Host and port as a person types them: `192.0.2.1:27613`, `[2001:db8::1]:27613`. */
export function hostAndPort(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function isProtocol(name: string): name is BrokerAddress['protocol'] {
  return Object.hasOwn(defaultPorts, name);
}
