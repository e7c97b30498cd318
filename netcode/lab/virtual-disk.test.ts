import { describe, expect, it } from 'vitest';
import { Random } from '../local/random.ts';
import { VirtualDisk } from './virtual-disk.ts';

const record = (byte: number) => new Uint8Array(20).fill(byte);

/** A disk with one safe record and three on their way. */
function halfWritten(): VirtualDisk {
  const disk = new VirtualDisk();
  disk.append(0, record(1), 0);
  disk.endSync(0);
  for (const byte of [2, 3, 4]) disk.append(10, record(byte), 1000);
  return disk;
}

describe('a virtual disk', () => {
  it('has a record when its sync has ended', () => {
    const disk = new VirtualDisk();
    disk.append(100, record(1), 50);
    expect(disk.log).toEqual([]);
    expect(disk.nextMs()).toBe(150);
    expect(disk.endSync(149)).toBe(false);
    expect(disk.endSync(150)).toBe(true);
    expect(disk.log).toEqual([record(1)]);
    expect(disk.nextMs()).toBe(Number.POSITIVE_INFINITY);
  });

  it('ends syncs in the order in which they began, however long each takes', () => {
    const disk = new VirtualDisk();
    disk.append(0, record(1), 500);
    disk.append(1, record(2), 0);
    expect(disk.endSync(499)).toBe(false);
    expect([disk.endSync(500), disk.endSync(500), disk.endSync(500)]).toEqual([true, true, false]);
    expect(disk.log).toEqual([record(1), record(2)]);
  });

  it('that hangs ends no sync behind the one that hangs', () => {
    const disk = new VirtualDisk();
    disk.append(0, record(1), Number.POSITIVE_INFINITY);
    disk.append(0, record(2), 0);
    expect(disk.endSync(1e12)).toBe(false);
    expect(disk.pending).toBe(2);
  });
});

describe('a crash', () => {
  const after = Array.from({ length: 400 }, (_, seed) => {
    const disk = halfWritten();
    disk.crash(20, new Random(seed, 'disk'));
    return disk;
  });

  it('leaves what was safe, and of the rest whole records in order, some from some seed', () => {
    for (const { log } of after) expect(log).toEqual(log.map((_, i) => record(i + 1)));
    expect(new Set(after.map(({ log }) => log.length))).toEqual(new Set([1, 2, 3, 4]));
  });

  it('loses no record whose sync had ended, although nobody had heard of it yet', () => {
    const disk = halfWritten();
    disk.crash(1010);
    expect(disk.log.length).toBe(4);
  });

  it('loses everything else when nothing says what to keep', () => {
    const disk = halfWritten();
    disk.crash(20);
    expect(disk.log).toEqual([record(1)]);
  });

  it('ends no sync later', () => {
    for (const disk of after) expect([disk.pending, disk.endSync(1e12)]).toEqual([0, false]);
  });

  it('is the same again from the same seed', () => {
    const again = halfWritten();
    again.crash(20, new Random(7, 'disk'));
    expect(again.log).toEqual(after[7]?.log);
  });
});
