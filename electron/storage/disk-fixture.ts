/** A window's files alone, in a process of its own so that its disk can be made to fail: locks a profile, stores records and a setting, and prints what came of each. */
import { createServices } from '../app/services.ts';
import { lockProfile } from './profile-lock.ts';

const [dataDir = ''] = process.argv.slice(2);
const services = createServices({
  about: { shell: 'browser', version: '1', profile: 'a', telemetry: false },
  dataDir,
  forkBroker: () => {
    throw new Error('Nobody meets here.');
  },
});
const { calls } = services;

async function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => String(error instanceof Error ? error.message : error),
  );
}

await calls.noteDiagnostics([{ atMs: Date.now(), area: 'test', text: 'begun' }]);
const locked = await outcome(lockProfile(dataDir, { onCalled: () => undefined, note: services.diagnostics.note }));
const settings = await calls.loadSettings();
const records = await outcome(
  calls.appendMatchRecord('m-1', Uint8Array.of(1)).then(() => calls.appendMatchRecord('m-1', Uint8Array.of(2))),
);
const saved = await outcome(calls.saveSettings({ ...settings, volumePercent: 7 }));
const read = await calls.readMatchRecords('m-1').catch(() => []);
await services.written();
process.stdout.write(
  JSON.stringify({ locked, records, saved, read: read.length, problems: await calls.fileProblems(), log: await calls.readDiagnostics() }),
);
