import { useEffect, useRef, useState } from 'preact/hooks';
import type { MatchView } from '../match/match-view.ts';
import { type QualitySample, SAMPLE_MS, SAMPLES } from '../match/quality-history.ts';

/** The plot's top is at least this much, in ms and in ticks, so that a calm line does not look wild. */
const LEAST_RTT_MS = 40;
const LEAST_DEPTH_TICKS = 8;

/** What the connection is like: numbers now, and the last 30 seconds as a plot. */
export function NetworkOverlay({ view }: { readonly view: MatchView }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [stats, setStats] = useState(view.stats);
  useEffect(() => {
    const draw = (): void => {
      setStats(view.stats);
      if (canvas.current !== null) plot(canvas.current, view.history ?? []);
    };
    draw();
    const timer = setInterval(draw, SAMPLE_MS);
    return () => clearInterval(timer);
  }, [view]);
  if (stats === undefined) return null;
  const rows: readonly (readonly [string, string])[] = [
    ['Round trip', `${stats.rttMs.toFixed(0)} ms`],
    ['Jitter', `${stats.jitterMs.toFixed(1)} ms`],
    ['Loss', `${stats.lossPercent.toFixed(1)} %`],
    ['Rollback', `${stats.lastRollbackTicks}, most ${stats.maxRollbackTicks} ticks`],
    ['Frame advantage', `${stats.frameAdvantageTicks.toFixed(1)} ticks`],
    ['Sent', `${stats.bytesSentPerSecond} B/s`],
    ['Packets', `${stats.packetsPerSecond}/s of ${stats.sendRatePerSecond}`],
  ];
  return (
    <section class="network" data-testid="network-overlay" aria-label="Network">
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <canvas ref={canvas} class="network-plot" aria-label="Round trip and rollback depth over the last 30 seconds" />
      <p class="network-key">
        <span class="key-rtt">round trip</span> <span class="key-depth">rollback depth</span> 30 s
      </p>
    </section>
  );
}

function plot(canvas: HTMLCanvasElement, samples: readonly QualitySample[]): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  // Where there is no room for it, it is not shown.
  if (width === 0) return;
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(ratio, ratio);
  const style = getComputedStyle(canvas);
  const topRtt = Math.max(LEAST_RTT_MS, ...samples.map(({ rttMs }) => rttMs)) * 1.1;
  const topDepth = Math.max(LEAST_DEPTH_TICKS, ...samples.map(({ depthTicks }) => depthTicks));
  const x = (index: number): number => ((SAMPLES - samples.length + index) / (SAMPLES - 1)) * width;
  context.fillStyle = style.getPropertyValue('--seat1');
  samples.forEach(({ depthTicks }, index) => {
    const depth = (depthTicks / topDepth) * height;
    context.fillRect(x(index) - 1, height - depth, 1.6, depth);
  });
  context.strokeStyle = style.getPropertyValue('--seat0');
  context.lineWidth = 1.5;
  context.beginPath();
  samples.forEach(({ rttMs }, index) => {
    context.lineTo(x(index), height - 1 - (rttMs / topRtt) * (height - 2));
  });
  context.stroke();
  context.fillStyle = style.getPropertyValue('--dim');
  const textPx = height / 6;
  context.font = `${textPx}px system-ui, sans-serif`;
  context.fillText(`${topRtt.toFixed(0)} ms`, 2, textPx);
}
