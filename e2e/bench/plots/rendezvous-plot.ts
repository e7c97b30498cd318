import { type BarGroup, drawBars } from '../../../netcode/lab/bench/plots/bars.ts';
import type { BrokerResult, RendezvousResult } from '../rendezvous.ts';

/** Picture of the rendezvous suite: what one handshake costs each broker. */
export function rendezvousSvg(result: RendezvousResult): string {
  const group = (name: string, of: BrokerResult | null, ours: boolean): BarGroup[] => {
    if (of === null) return [];
    const label = `${of.brokerCpuMs.toFixed(2)} ms · ${of.perSecondOfOneCore.toLocaleString('en')}/s · ${Math.round(of.rssMiB)} MiB`;
    const detail = `${of.handshakes.toLocaleString('en')} handshakes, ${of.lost} lost`;
    return [{ name, detail, ours, bars: [{ value: of.brokerCpuMs, label, colour: ours ? 'ours' : 'other' }] }];
  };
  return drawBars(
    'What one handshake costs the broker',
    [
      'ms of the broker’s processor time, shorter is better · handshakes a second of one core · memory',
      `${result.codes.toLocaleString('en')} codes open at once, ${result.handshakesAtATime} handshakes at a time, a connection for each player`,
    ],
    'Time that the broker’s own process used. The key exchange itself is computed by the players.',
    [
      ...group('embedded broker', result.embedded, true),
      ...group('Mosquitto', result.mosquitto, false),
      ...group('Mosquitto with TLS', result.mosquittoTls, false),
    ],
  );
}
