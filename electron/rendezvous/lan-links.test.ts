import type { NetworkInterfaceInfo } from 'node:os';
import { afterEach, expect, it, vi } from 'vitest';
import type { Interfaces } from './interfaces.ts';
import { isNeighbour, LanLinks, linksOf } from './lan-links.ts';

afterEach(() => {
  vi.useRealTimers();
});

function v4(address: string, prefix: number, internal = false): NetworkInterfaceInfo {
  return { family: 'IPv4', address, netmask: '', mac: '', internal, cidr: `${address}/${prefix}` };
}

function v6(address: string, prefix: number, internal = false): NetworkInterfaceInfo {
  return { family: 'IPv6', address, netmask: '', mac: '', internal, cidr: `${address}/${prefix}`, scopeid: 2 };
}

const machine = {
  lo: [v4('127.0.0.1', 8, true), v6('::1', 128, true)],
  eth0: [v4('192.0.2.5', 24), v4('198.51.100.5', 24), v6('2001:db8::5', 64), v6('fe80::5', 64)],
  vpn: [v4('10.8.0.1', 32)],
};

it('each interface is used once for each version of IP, and loopback never', () => {
  expect(linksOf(machine)).toEqual([
    { interfaceName: 'eth0', family: 'IPv4', address: '192.0.2.5', scope: 0 },
    { interfaceName: 'eth0', family: 'IPv6', address: 'fe80::5', scope: 2 },
    { interfaceName: 'vpn', family: 'IPv4', address: '10.8.0.1', scope: 0 },
  ]);
});

it('of many networks those are used that players are likeliest to be behind', () => {
  const made = Object.fromEntries(Array.from({ length: 39 }, (_, index) => [`docker${index}`, [v4(`172.17.${index}.1`, 24)]]));
  const [first] = linksOf({ ...made, wlan0: [v4('192.168.1.20', 24)] });
  expect(first).toMatchObject({ interfaceName: 'wlan0' });
  const real = Object.fromEntries(Array.from({ length: 39 }, (_, index) => [`eth${index}`, [v4(`10.0.${index}.1`, 24)]]));
  const [best] = linksOf({ ...real, eth40: [v4('192.168.1.20', 24)] }, '192.168.1.20');
  expect(best).toMatchObject({ interfaceName: 'eth40' });
});

it('without a network there are no links, and with very many not all are used', () => {
  expect(linksOf({ lo: machine.lo, gone: undefined })).toEqual([]);
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`eth${index}`, [v4('192.0.2.5', 24)]]));
  expect(linksOf(many)).toHaveLength(16);
});

it.each<[string, boolean]>([
  ['192.0.2.77', true],
  ['198.51.100.77', true],
  ['fe80::77%eth0', true],
  ['2001:db8::77', true],
  ['192.0.2.5', false],
  ['fe80::5%eth0', false],
  ['127.0.0.1', false],
  ['10.8.0.2', false],
  ['203.0.113.1', false],
  ['2001:db8:1::1', false],
  // Of an internal network, but not its own address.
  ['127.0.0.2', false],
])('%s is a neighbour: %s', (address, expected) => {
  expect(isNeighbour(address, machine)).toBe(expected);
});

it('a system that is out of file handles for a moment, and tells no networks, costs none of those that are in use', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  let answer: () => Interfaces = () => ({ lan0: [v4('127.0.0.1', 8)] });
  const problems: string[] = [];
  const links = new LanLinks({
    onUp: () => undefined,
    onPacket: () => undefined,
    onProblem: (detail) => problems.push(detail),
    ask: () => answer(),
  });
  await vi.waitFor(() => expect(links.count).toBe(1));
  answer = () => {
    throw Object.assign(new Error('A system error occurred'), { code: 'ERR_SYSTEM_ERROR', errno: 24 });
  };
  for (let scans = 0; scans < 3; scans++) await vi.advanceTimersByTimeAsync(3_000);
  expect([links.count, links.systemProblem]).toEqual([1, 'EMFILE']);
  expect(problems.filter((problem) => problem === 'EMFILE')).toHaveLength(1);
  answer = () => ({});
  await vi.advanceTimersByTimeAsync(3_000);
  expect([links.count, links.systemProblem]).toEqual([0, '']);
  links.close();
});
