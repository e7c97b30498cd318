import { VirtualDisk } from './virtual-disk.ts';

/** Period of a machine's timer, in ms: what the app's has. */
export const TIMER_MS = 4;
/** One virtual computer: a clock, a timer, a disk, and a process that runs on it or not. */
export class Machine {
  readonly disk = new VirtualDisk();
  /** False between a crash and a restart. */
  running = true;
  /** While true the process does nothing at all, as if stopped; it finds later what has come in between. */
  stopped = false;
  /** Time on the machine's own clock, in ms; starts anew with each process. */
  localMs = 0;
  /** Speed of that clock; 0 for one that stands still. */
  clockRate = 1;
  /** Period of its timer, in ms: {@link TIMER_MS}, or more on a busy machine. */
  timerMs = TIMER_MS;
  /** How long its disk takes to store a record, in ms; infinite for a disk that hangs. */
  storeMs = 0;
  /** When its timer goes off next, in ms of virtual time. */
  timerAtMs = TIMER_MS;

  /** Whether anything can happen to its process. */
  get awake(): boolean {
    return this.running && !this.stopped;
  }

  /** The process is gone, and a new one has not run yet. */
  reset(nowMs: number): void {
    this.localMs = 0;
    this.timerAtMs = (Math.floor(nowMs / this.timerMs) + 1) * this.timerMs;
  }

  /**
   * Sets the timer anew after it went off. It leaves out the times at which no tick is due, which makes the simulator faster and nothing else
   * later than a tick.
   * @param idleMs time on the machine's own clock until its next tick; 0 when something else may be due at any time
   */
  setTimer(nowMs: number, idleMs: number): void {
    const { timerMs, clockRate } = this;
    const dueMs = clockRate > 0 ? nowMs + idleMs / clockRate : nowMs;
    this.timerAtMs = Math.max(Math.floor(nowMs / timerMs) + 1, Math.ceil(dueMs / timerMs)) * timerMs;
  }
}
