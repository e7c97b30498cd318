/** How a Chromium window is to look. */
export interface ChromiumLook {
  /** Folder of Chromium's own profile; two windows with the same one would share a process. */
  readonly userDataDir: string;
  /** CSS pixels from the screen's top left corner. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly headless: boolean;
}

/** Command-line flags for Chromium, without the address to show. */
export function chromiumFlags(look: ChromiumLook, asRoot: boolean = process.getuid?.() === 0): string[] {
  return [
    `--user-data-dir=${look.userDataDir}`,
    `--window-position=${look.x},${look.y}`,
    `--window-size=${look.width},${look.height}`,
    '--no-first-run',
    // What the preferences say (chromium-profile.ts) is not all that Chromium goes by.
    '--hide-crash-restore-bubble',
    '--disable-session-crashed-bubble',
    '--noerrdialogs',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    // A window behind another one, or on another desktop, has to go on playing.
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    '--autoplay-policy=no-user-gesture-required',
    // A machine that is offline still has its loopback address.
    '--allow-loopback-in-peer-connection',
    // Our page may use the microphone (chromium-profile.ts says why); the real one is out of its reach.
    '--use-fake-device-for-media-stream',
    '--disable-features=Translate,MediaRouter',
    // Chromium's sandbox does not start as root; the second flag keeps the warning about that from covering the court.
    ...(asRoot ? ['--no-sandbox', '--test-type'] : []),
    // Without a GPU the court is drawn by software; nothing but our own page is ever shown here.
    '--enable-unsafe-swiftshader',
    ...(look.headless ? ['--headless=new', '--use-angle=swiftshader'] : []),
  ];
}
