import assert from 'node:assert/strict';
import { Random } from '../../../local/random.ts';
import { HostHandshake, type HostStep, MAX_WRONG_GUESSES } from '../../../rendezvous/host-handshake.ts';
import type { JoinCode } from '../../../rendezvous/join-code.ts';
import { JoinerHandshake } from '../../../rendezvous/joiner-handshake.ts';
import { RefuseReason, RendezvousKind } from '../../../rendezvous/messages.ts';
import { ScriptReader } from '../script-reader.ts';
import type { FuzzTarget } from '../target.ts';

const code: JoinCode = { nameplate: 'K7QF', secret: '3M9X' };
const wrongCode: JoinCode = { nameplate: 'K7QF', secret: '3M9Y' };

/** Most steps of one script: each may cost two multiplications of a point. */
const MAX_STEPS = 32;

/** Steps of a script: what the rendezvous, which sees and may change everything, does next. */
const Step = {
  knock: 0,
  toHost: 1,
  toJoiner: 2,
  damageToHost: 3,
  damageToJoiner: 4,
  wait: 5,
  hostSignals: 6,
  joinerSignals: 7,
  madeUp: 8,
} as const;
const STEPS = 9;

/** A host, one who knows the code, one who does not, and a rendezvous that does what a script says. */
class HostileRendezvous {
  readonly #random: Random = new Random(1, 'handshake');
  readonly #host = new HostHandshake(code, (bytes) => this.#bytes(bytes), 0);
  readonly #joiners = [
    new JoinerHandshake(code, (bytes) => this.#bytes(bytes)),
    new JoinerHandshake(wrongCode, (bytes) => this.#bytes(bytes)),
  ] as const;
  /** Everything that was ever sent. */
  readonly #seen: Uint8Array[] = [];
  readonly #said = { host: [] as string[], joiner: [] as string[] };
  readonly #heard = { host: [] as string[], joiner: [] as string[] };
  readonly #counts = { accepted: 0, ended: 0, wrong: 0 };
  #nowMs = 0;

  #bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#random.below(256));
  }

  step(script: ScriptReader): void {
    const step = script.byte() % STEPS;
    const which = script.byte();
    const joiner = this.#joiners[which & 1 ? 1 : 0];
    const message = (): Uint8Array => this.#seen[(which >> 1) % Math.max(1, this.#seen.length)] ?? new Uint8Array(0);
    const damaged = (): Uint8Array => {
      const bytes = message().slice();
      const at = script.byte() % Math.max(1, bytes.length);
      if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (script.byte() || 1);
      return bytes;
    };
    switch (step) {
      case Step.knock:
        this.#seen.push(joiner.knock());
        break;
      case Step.toHost:
        this.#toHost(message());
        break;
      case Step.toJoiner:
        this.#toJoiner(joiner, message());
        break;
      case Step.damageToHost:
        this.#toHost(damaged());
        break;
      case Step.damageToJoiner:
        this.#toJoiner(joiner, damaged());
        break;
      case Step.wait:
        this.#nowMs += which * 5000;
        this.#take(this.#host.poll(this.#nowMs));
        break;
      case Step.hostSignals:
        this.#signal('host', (plain) => {
          const wrapped = this.#host.wrap(plain);
          return wrapped?.type === 'send' ? wrapped.bytes : undefined;
        });
        break;
      case Step.joinerSignals:
        this.#signal('joiner', (plain) => joiner.wrap(plain));
        break;
      default: {
        const bytes = script.bytes(which >> 1);
        if ((which & 1) === 0) this.#toHost(bytes);
        else this.#toJoiner(this.#joiners[0], bytes);
      }
    }
  }

  #signal(who: 'host' | 'joiner', wrap: (plain: Uint8Array) => Uint8Array | undefined): void {
    const text = `${who} ${this.#said[who].length}`;
    const bytes = wrap(new TextEncoder().encode(text));
    if (bytes === undefined) return;
    this.#said[who].push(text);
    this.#seen.push(bytes);
  }

  #toHost(bytes: Uint8Array): void {
    this.#take(this.#host.receive(this.#nowMs, bytes));
  }

  #take(steps: readonly HostStep[]): void {
    for (const step of steps) {
      if (step.type === 'send') {
        this.#seen.push(step.bytes);
        if (step.bytes[0] === RendezvousKind.refuse && step.bytes[1] === RefuseReason.wrongCode) this.#counts.wrong++;
      } else if (step.type === 'accepted') this.#counts.accepted++;
      else if (step.type === 'ended') this.#counts.ended++;
      else this.#heard.host.push(new TextDecoder().decode(step.plain));
    }
  }

  #toJoiner(joiner: JoinerHandshake, bytes: Uint8Array): void {
    for (const step of joiner.receive(bytes)) {
      if (step.type === 'send') this.#seen.push(step.bytes);
      else if (step.type === 'signal') this.#heard.joiner.push(new TextDecoder().decode(step.plain));
      else if (step.type === 'accepted') {
        assert.equal(joiner, this.#joiners[0], 'one without the code was let in');
        assert.equal(this.#counts.accepted, 1, 'a joiner was let in by nobody');
      }
    }
  }

  /** What holds at any time. */
  check(): void {
    const { accepted, ended, wrong } = this.#counts;
    assert.ok(accepted <= 1, 'two were let in by one code');
    assert.ok(ended <= 1, 'the code ended twice');
    assert.ok(wrong <= MAX_WRONG_GUESSES, 'more guesses than allowed');
    assert.ok(accepted + ended <= 1, 'a code that ended let somebody in, or the other way round');
    for (const [heard, said] of [
      [this.#heard.host, this.#said.joiner],
      [this.#heard.joiner, this.#said.host],
    ] as const) {
      const order = heard.map((text) => said.indexOf(text));
      assert.ok(
        order.every((at, i) => at > (order[i - 1] ?? -1)),
        'a signal was forged, repeated or out of order',
      );
    }
  }
}

/** An honest meeting: knock, answer, confirm, accept, one signal each way. */
const honest = [
  Step.knock,
  0,
  Step.toHost,
  0,
  Step.toJoiner,
  2,
  Step.toHost,
  4,
  Step.toJoiner,
  6,
  Step.hostSignals,
  0,
  Step.joinerSignals,
  0,
  Step.toJoiner,
  8,
  Step.toHost,
  10,
];
/** One wrong guess. */
const guess = [Step.knock, 1, Step.toHost, 0, Step.toJoiner, 3, Step.toHost, 4, Step.toJoiner, 7];

/** The ends that an honest meeting does not come to: a full game, five wrong guesses, an expired code, another version. */
const scripts = [
  [...honest, Step.knock, 1, Step.toHost, 12, Step.toJoiner, 15],
  [
    ...guess,
    ...Array.from({ length: 4 }, () => [Step.toHost, 0, Step.toHost, 4]).flat(),
    Step.knock,
    0,
    Step.toHost,
    24,
    Step.toJoiner,
    26,
  ],
  [Step.wait, 255, Step.knock, 0, Step.toHost, 0, Step.toJoiner, 2],
  [Step.knock, 0, Step.damageToHost, 0, 1, 3, Step.toJoiner, 2],
];

/** Both state machines of a meeting under a rendezvous that repeats, reorders, withholds, changes and makes up messages. */
export const handshakeTarget: FuzzTarget = {
  name: 'handshake',
  sources: [
    'netcode/rendezvous/host-handshake.ts',
    'netcode/rendezvous/joiner-handshake.ts',
    'netcode/rendezvous/exchange.ts',
    'netcode/rendezvous/seal.ts',
  ],
  maxBytes: 160,
  seeds: () => [
    ...scripts.map((steps) => Uint8Array.from(steps)),
    Uint8Array.from(honest),
    Uint8Array.from(guess),
    Uint8Array.of(...honest.slice(0, 4), Step.wait, 255, ...honest.slice(4)),
  ],
  dictionary: [Uint8Array.of(Step.wait, 120), Uint8Array.of(Step.knock, 0, Step.toHost, 0), Uint8Array.of(Step.madeUp, 4, 5, 4)],
  check: (input) => {
    const rendezvous = new HostileRendezvous();
    const script = new ScriptReader(input);
    for (let steps = 0; steps < MAX_STEPS && !script.over; steps++) {
      rendezvous.step(script);
      rendezvous.check();
    }
  },
};
