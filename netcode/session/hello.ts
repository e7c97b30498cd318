import { plainName } from '../text/player-name.ts';
import { ControlKind, type Hello, PROTOCOL_VERSION } from '../wire/control.ts';
import type { Match } from './match.ts';

/** What we say of ourselves when a connection opens. */
export function makeHello<State>(match: Match<State>, peerId: number, name: string): Hello {
  return {
    kind: ControlKind.hello,
    protocolVersion: PROTOCOL_VERSION,
    rules: match.rules,
    ticksPerSecond: match.ticksPerSecond,
    peerId,
    name: plainName(name),
  };
}

/** The first field in which the other side's hello differs from what we need it to be, in words; undefined when we can play. */
export function compareHello<State>(match: Match<State>, remoteId: number, hello: Hello): string | undefined {
  return (
    differs('protocol version', PROTOCOL_VERSION, hello.protocolVersion) ??
    differs('rules', match.rules, hello.rules) ??
    differs('ticks a second', match.ticksPerSecond, hello.ticksPerSecond) ??
    differs('peer id', remoteId, hello.peerId)
  );
}

function differs(what: string, ours: number, theirs: number): string | undefined {
  return ours === theirs ? undefined : `${what} ${ours} here, ${theirs} there`;
}
