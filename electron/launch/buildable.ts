/** What decides which packages a machine can build. */
export interface BuildMachine {
  readonly platform: NodeJS.Platform;
  /** Whether an unpacked Electron is on the machine already. */
  readonly electron: boolean;
  /** Whether electron-builder's tools and Electron for other processors can be fetched. */
  readonly online: boolean;
  /** Whether Wine is installed, which Windows installers need on other systems. */
  readonly wine: boolean;
}

/** Plain sentences about what `npm run package` can build on a machine, and what it can't and why. */
export function describeBuildable({ platform, electron, online, wine }: BuildMachine): string[] {
  const offline = "needs tools from github.com, which can't be reached from here";
  const windows = platform === 'win32' || wine;
  const linux = platform !== 'win32';
  return [
    `An unpacked folder for this platform (npm run package -- --dir): ${answer(true, '', online || electron, 'needs an unpacked Electron or github.com, and neither is there')}`,
    `Linux, AppImage and deb for x64 and arm64: ${answer(linux, 'needs Linux or macOS', online, offline)}`,
    `Windows, installer for x64 and arm64: ${answer(windows, 'needs Windows, or Wine', online, offline)}`,
    `macOS, dmg and zip for x64 and arm64: ${answer(platform === 'darwin', 'needs a Mac', online, offline)}`,
  ];
}

function answer(supported: boolean, unsupported: string, online: boolean, offline: string): string {
  if (!supported) return `no, this ${unsupported}.`;
  return online ? 'yes.' : `no, this ${offline}.`;
}
