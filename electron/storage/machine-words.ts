import { homedir, hostname, userInfo } from 'node:os';

/** Names of this machine and of who uses it, and the folders that are theirs: for {@link import('../diagnostics/redaction.ts').redacted}. */
export function machineWords(dataDir: string): readonly string[] {
  return [dataDir, hostname(), ...ifKnown(homedir), ...ifKnown(() => userInfo().username)];
}

/** Empty where the system knows no such user, as in many containers. */
function ifKnown(ask: () => string): readonly string[] {
  try {
    return [ask()];
  } catch {
    return [];
  }
}
