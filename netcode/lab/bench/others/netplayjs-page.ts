/** The element that every call of the page's API below gives. */
function element(): object {
  return {
    style: {},
    innerHTML: '',
    appendChild: () => undefined,
    addEventListener: () => undefined,
    getBoundingClientRect: () => ({ width: 960, height: 540 }),
  };
}

const page: Readonly<Record<string, unknown>> = {
  window: {
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    innerWidth: 960,
    innerHeight: 540,
    navigator: { userAgent: '' },
    location: { search: '', hash: '', href: '' },
  },
  self: {},
  document: {
    body: element(),
    head: element(),
    createElement: element,
    createComment: () => ({}),
    createTreeWalker: () => ({}),
    addEventListener: () => undefined,
  },
  requestAnimationFrame: () => 0,
};

/** A timer that was set inside {@link withPage}; nothing runs it but who holds it. */
export interface HeldTimer {
  readonly everyMs: number;
  readonly run: () => void;
}

/**
 * Calls `work` with as much of a browser page as netplayjs touches when it is loaded and starts a match, and takes it away again so that
 * no other library sees it. Timers that are set meanwhile are handed back instead of run: the virtual clock runs them.
 */
export function withPage<Result>(work: (timers: HeldTimer[]) => Result): Result {
  const timers: HeldTimer[] = [];
  const fake = { ...page, setInterval: (run: () => void, everyMs: number) => timers.push({ everyMs, run }) };
  const before = Object.keys(fake).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  for (const [name, value] of Object.entries(fake)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  try {
    return work(timers);
  } finally {
    for (const [name, descriptor] of before) {
      if (descriptor === undefined) Reflect.deleteProperty(globalThis, name);
      else Object.defineProperty(globalThis, name, descriptor);
    }
  }
}
