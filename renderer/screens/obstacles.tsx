import { useMemo } from 'preact/hooks';
import type { AppController } from '../app/app-controller.ts';
import { partServers } from '../webrtc/ice-config.ts';
import { hasWebRtc } from '../webrtc/web-rtc.ts';
import { NO_WEBRTC, type Obstacle, refusedObstacles } from './connect-texts.ts';

/** What is in the way of a connection, and what stays out of use, one line each; nothing where there is nothing. */
export function Obstacles({ list }: { readonly list: readonly Obstacle[] }) {
  if (list.length === 0) return null;
  return (
    <dl class="places">
      {list.map(({ name, problem }) => (
        <div key={`${name} ${problem}`}>
          <dt>{name}</dt>
          <dd>{problem}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What is known to be in the way of any connection before one is tried. */
export function KnownObstacles({ controller }: { readonly controller: AppController }) {
  const { iceServers } = controller.settings;
  const refused = useMemo(() => partServers(iceServers, Date.now()).refused, [iceServers]);
  if (!hasWebRtc()) {
    return (
      <div role="alert">
        <Obstacles list={[{ name: 'This window', problem: NO_WEBRTC }]} />
      </div>
    );
  }
  return <Obstacles list={refusedObstacles(refused)} />;
}
