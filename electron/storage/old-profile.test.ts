import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecords } from 'paddlewire-netcode/session';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Mesh } from '../../netcode/lab/mesh.ts';
import { ralliesOf } from '../../netcode/lab/mesh-checks.ts';
import { playing } from '../../netcode/lab/table-checks.ts';
import { CLEAN } from '../../netcode/local/network.ts';
import { loadSavedGames } from '../../renderer/match/saved-games.ts';
import { openMatchLogs } from './match-log.ts';
import { openSettingsFile } from './settings-file.ts';

/**
 * What version 0.1.0 of protocol 3 wrote: settings without a gamepad, and the logs of two players and a spectator of one match, and of one
 * that was over. Its player 1 was killed and came back before the fourth point.
 */
const fixtures = join(import.meta.dirname, 'old-profile');
const LOGS = ['finished', 'player1', 'player2', 'spectator'] as const;
const logOf = (name: (typeof LOGS)[number]): Buffer =>
  Buffer.from(readFileSync(join(fixtures, `${name}.hex`), 'utf8').replaceAll(/\s/g, ''), 'hex');

let profile: string;
let matches: string;

beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), 'paddlewire-old-profile-'));
  matches = join(profile, 'matches');
  mkdirSync(matches);
  cpSync(join(fixtures, 'settings.txt'), join(profile, 'settings.json'));
  for (const name of LOGS) writeFileSync(join(matches, `${name}.log`), logOf(name));
});

afterEach(() => rmSync(profile, { recursive: true }));

function savedGames() {
  const logs = openMatchLogs(matches);
  return loadSavedGames({
    listMatches: () => logs.list(),
    readMatchRecords: (matchId) => logs.read(matchId),
    dropMatch: (matchId) => logs.drop(matchId),
  });
}

describe('a profile that an older version wrote', () => {
  it('keeps every setting, and has the defaults of what was not there yet', async () => {
    const old: object = JSON.parse(readFileSync(join(fixtures, 'settings.txt'), 'utf8'));
    const { settings, problems } = await openSettingsFile(profile).load();
    expect(problems).toEqual([]);
    const { settings: defaults } = await openSettingsFile(join(profile, 'new')).load();
    expect(settings).toEqual({ ...defaults, ...old });
  });

  it('offers its unfinished matches with their scores, and leaves every log as it was', async () => {
    const games = await savedGames();
    expect(Object.fromEntries(games.map(({ matchId, remoteName, watched, score }) => [matchId, { remoteName, watched, score }]))).toEqual({
      player1: { remoteName: 'Bot 2', watched: false, score: [4, 0] },
      player2: { remoteName: 'Bot 1', watched: false, score: [0, 4] },
      spectator: { remoteName: 'Bot 1', watched: true, score: [4, 0] },
    });
    for (const name of LOGS) expect(readFileSync(join(matches, `${name}.log`))).toEqual(logOf(name));
  });

  it('resumes its match to the next point, in front of its spectator', () => {
    const mesh = new Mesh(11, { ...CLEAN, delayMs: 20 }, 1);
    for (const [i, name] of (['player1', 'player2', 'spectator'] as const).entries()) {
      mesh.crash(i + 1);
      mesh.peer(i + 1).log.push(...readRecords(logOf(name)).records);
    }
    for (const { id } of mesh.peers) expect(mesh.restart(id)).toBe(true);
    mesh.runUntil(playing(mesh), 6000);
    expect(mesh.peers.map(ralliesOf)).toEqual([4, 4, 4]);
    mesh.runUntil(() => mesh.peers.every((peer) => ralliesOf(peer) === 5), 60_000);
  });

  it('keeps a match of other rules, and offers it to nobody', async () => {
    const other = logOf('player1');
    const [head, ...records] = readRecords(other).records.map((record) => record.slice());
    head![1]! ^= 1;
    const logs = openMatchLogs(matches);
    for (const name of LOGS) await logs.drop(name);
    for (const record of [head!, ...records]) await logs.append('other-rules', record);
    const before = readFileSync(join(matches, 'other-rules.log'));
    expect(await savedGames()).toEqual([]);
    expect(readdirSync(matches)).toEqual(['other-rules.log']);
    expect(readFileSync(join(matches, 'other-rules.log'))).toEqual(before);
  });
});
