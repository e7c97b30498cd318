import type { WireResult } from '../wire.ts';
import { type Bar, type BarGroup, drawBars } from './bars.ts';

const bytes = (value: number): string => `${Math.round(value).toLocaleString('en')} B/s`;

/** Picture of the wire suite. */
export function wireSvg(result: WireResult): string {
  type Both = { readonly leaderBytesPerSecond: number; readonly followerBytesPerSecond: number };
  const bars = (of: Both, ours: boolean): Bar[] => [
    {
      value: of.leaderBytesPerSecond,
      label: `${bytes(of.leaderBytesPerSecond)} ${ours ? 'leader' : 'host'}`,
      colour: ours ? 'ours' : 'other',
    },
    {
      value: of.followerBytesPerSecond,
      label: `${bytes(of.followerBytesPerSecond)} ${ours ? 'follower' : 'guest'}`,
      colour: ours ? 'ours2' : 'other2',
    },
  ];
  const others = Object.entries(result.others).flatMap(([name, other]): BarGroup[] =>
    'failed' in other ? [] : [{ name, detail: other.version, ours: false, bars: bars(other, false) }],
  );
  return drawBars(
    'What each side sends',
    [
      'payload bytes a second at 60 ticks a second, shorter is better',
      `bots that change direction as people do, ${result.roundTripMs} ms round trip, median of ${result.runs} matches`,
    ],
    "All that is handed to the channels, in each library's own messages. Headers of IP, UDP, DTLS and SCTP are not counted.",
    [{ name: 'Paddlewire', detail: 'netcode/session', ours: true, bars: bars(result, true) }, ...others],
  );
}
