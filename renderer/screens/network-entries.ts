import { withoutUnseen } from 'paddlewire-netcode/text';
import * as v from 'valibot';
import { type BrokerServer, type IceServer, type Settings, settingsSchema } from '../../electron/contract/desktop.ts';
import { iceServerProblem } from '../webrtc/ice-server-problem.ts';

/** An entry for the settings, or what is wrong with what was typed. */
export type Entry<T> = { readonly entry: T } | { readonly problem: string };

const THERE = 'It is already in the list.';
const FULL = 'The list has room for eight. Remove one first.';

/** A broker from what was typed: a URL, or `address:port` of a game on the network. Checked by the rules that the config file has. */
export function meetingPointEntry(settings: Settings, typed: string, username: string, password: string): Entry<BrokerServer> {
  const address = pastedAddress(typed);
  const url = address.includes('://') ? address : `mqtt://${address}`;
  const entry = { url, ...(username !== '' && { username }), ...(password !== '' && { password }) };
  if (settings.rendezvous.some((known) => known.url === url)) return { problem: THERE };
  if (settings.rendezvous.length >= 8) return { problem: FULL };
  if (password !== '' && username === '') return { problem: 'A password needs a user name.' };
  if (fits({ ...settings, rendezvous: [...settings.rendezvous, entry] })) return { entry };
  return { problem: brokerProblem(url) };
}

/** Other ways in which people, and the pages of brokers, write what Paddlewire writes in one. */
const otherSchemes: Readonly<Record<string, string>> = {
  tcp: 'mqtt',
  ssl: 'mqtts',
  tls: 'mqtts',
  'mqtt+ssl': 'mqtts',
  http: 'ws',
  https: 'wss',
};

/** What is wrong with a broker's address that the settings don't take. */
function brokerProblem(url: string): string {
  const scheme = url.slice(0, url.indexOf(':')).toLowerCase();
  const meant = otherSchemes[scheme];
  if (meant !== undefined) return `A broker’s address starts with ${meant}:// instead of ${scheme}://.`;
  if (/^\w+:\/\/[^/]*@/.test(url)) return 'The user name and password don’t belong in the address. Use their own fields.';
  return 'That is not an address. It looks like 192.168.1.20:27613 or mqtts://example.org:8883.';
}

/** A STUN or TURN server from what was typed. */
export function iceServerEntry(settings: Settings, typed: string, username: string, password: string, shared: boolean): Entry<IceServer> {
  const urls = pastedAddress(typed);
  const known = password === '' ? {} : shared ? { secret: password } : { credential: password };
  const entry = { urls, ...(username !== '' && { username }), ...known };
  if (settings.iceServers.length >= 8) return { problem: FULL };
  const problem = iceServerProblem(entry);
  if (problem !== undefined) return { problem };
  if (settings.iceServers.some((other) => other.urls === urls && other.username === entry.username)) return { problem: THERE };
  if (fits({ ...settings, iceServers: [...settings.iceServers, entry] })) return { entry };
  return { problem: 'That is not an address. It looks like stun:example.org:3478 or turn:example.org:3478.' };
}

/** An address without the blanks and unseen characters that come with what is copied from a page. */
function pastedAddress(typed: string): string {
  return withoutUnseen(typed).trim();
}

function fits(settings: Settings): boolean {
  return v.is(settingsSchema, settings);
}
