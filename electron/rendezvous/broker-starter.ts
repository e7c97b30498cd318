import * as v from 'valibot';

/** What a broker's process tells its parent: its report, and what else happens to it. */
export type BrokerMessage = v.InferOutput<typeof messageSchema>;

/** What it tells once: where it listens, or where another window's broker does, or why neither. */
export type BrokerReport = Exclude<BrokerMessage, { type: 'noted' }>;

/** A sentence of the system's with the name of an interface in front. */
const maxNoteChars = 300;

const portSchema = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));
const messageSchema = v.variant('type', [
  v.object({ type: v.literal('listening'), port: portSchema }),
  v.object({ type: v.literal('taken'), port: portSchema }),
  v.object({ type: v.literal('failed'), detail: v.string() }),
  v.object({ type: v.literal('noted'), detail: v.pipe(v.string(), v.maxLength(maxNoteChars)) }),
]);

/** A process that was started, in whatever way the shell has for that. */
export interface BrokerProcess {
  onMessage(handler: (message: unknown) => void): void;
  onExit(handler: () => void): void;
  kill(): void;
}

/** Starts the broker's process with these arguments. It must end when this process does. */
export type ForkBroker = (args: readonly string[]) => BrokerProcess;

/** Longer than a slow machine needs to start a process and to probe every port. */
const startMs = 20_000;

/**
 * Starts a broker in its own process on the first free port, unless another window's is there by then.
 *
 * @param note told what happens to it later, for whoever looks for a fault
 * @returns the port of the broker to use
 * @throws Error when there is none in the end
 */
export function startBrokerProcess(
  fork: ForkBroker,
  ports: readonly number[],
  note: (what: string) => void = () => undefined,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const broker = fork([`--ports=${ports.join(',')}`]);
    const fail = (why: string) => {
      clearTimeout(limit);
      reject(new Error(`The broker could not be started: ${why}.`));
    };
    const limit = setTimeout(() => {
      broker.kill();
      fail(`it did not answer within ${startMs / 1_000} s`);
    }, startMs);
    broker.onExit(() => fail('its process ended'));
    broker.onMessage((message) => {
      const report = v.safeParse(messageSchema, message);
      if (!report.success) return fail('it sent something else than its report');
      if (report.output.type === 'noted') return note(`the broker: ${report.output.detail}`);
      if (report.output.type === 'failed') return fail(report.output.detail);
      clearTimeout(limit);
      return resolve(report.output.port);
    });
  });
}
