import type { Answer, Packet } from 'dns-packet';

/** What games of the local network are announced as (RFC 6763). */
const serviceName = '_paddlewire._tcp.local';

/** Names of announcements: random, so that they say nothing about who plays. */
const instancePattern = /^[0-9a-f]{16}$/;

/** Seconds that an announcement may be remembered: RFC 6762 advises two minutes for what hangs on an address. */
const ttlSeconds = 120;

/** Announcements that are read of one packet; it takes a hostile sender to put more than one in. */
const maxPerPacket = 4;

/** A broker that is announced on the local network, by the machine that the announcement came from. */
export interface Announcement {
  /** 16 hexadecimal digits, the same on every interface. */
  readonly instance: string;
  readonly port: number;
}

/** The question for games of the local network. */
export const question: Packet = { type: 'query', questions: [{ name: serviceName, type: 'PTR' }] };

/** Whether a packet asks for games. */
export function asksForGames(packet: Packet): boolean {
  return (packet.questions ?? []).some(
    ({ name, type }) => name.toLowerCase() === serviceName && (type === 'PTR' || String(type) === 'ANY'),
  );
}

/**
 * The records that announce a broker on one interface.
 *
 * @param addresses IP addresses of this machine on that interface
 * @param gone whether it is to be forgotten
 */
export function announcementPacket({ instance, port }: Announcement, addresses: readonly string[], gone: boolean): Packet {
  const name = `${instance}.${serviceName}`;
  const target = `${instance}.local`;
  const ttl = gone ? 0 : ttlSeconds;
  const places = addresses.map((data): Answer => ({ type: data.includes(':') ? 'AAAA' : 'A', name: target, ttl, flush: true, data }));
  return {
    type: 'response',
    answers: [{ type: 'PTR', name: serviceName, ttl, data: name }],
    additionals: [
      { type: 'SRV', name, ttl, flush: true, data: { priority: 0, weight: 0, port, target } },
      { type: 'TXT', name, ttl, flush: true, data: '' },
      ...places,
    ],
  };
}

/**
 * The brokers that a packet announces. Addresses in it are not looked at: a broker is at the machine that announces it, so nobody
 * can send players anywhere else.
 */
export function announcementsIn(packet: Packet): readonly Announcement[] {
  if (packet.type !== 'response') return [];
  const found: Announcement[] = [];
  for (const record of [...(packet.answers ?? []), ...(packet.additionals ?? [])]) {
    if (record.type !== 'SRV' || record.ttl === 0) continue;
    const [instance = '', ...service] = record.name.toLowerCase().split('.');
    const { port } = record.data;
    const valid =
      service.join('.') === serviceName && instancePattern.test(instance) && Number.isInteger(port) && port >= 1_024 && port <= 65_535;
    if (valid && found.length < maxPerPacket) found.push({ instance, port });
  }
  return found;
}
