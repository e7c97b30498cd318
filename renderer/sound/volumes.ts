import type { Settings } from '../../electron/contract/desktop.ts';

/** The settings that say how loud it is. */
export type Volumes = Pick<Settings, 'volumePercent' | 'effectsVolumePercent' | 'interfaceVolumePercent' | 'muted'>;

/** The loudest that a sound is played, so that two at the same moment don't clip. */
export const MASTER = 0.6;

/** How much what happens on the court, and in menus, is amplified: 0…{@link MASTER}. */
export function busGains({ volumePercent, effectsVolumePercent, interfaceVolumePercent, muted }: Volumes): {
  effects: number;
  interface: number;
} {
  const master = muted ? 0 : MASTER * loudness(volumePercent);
  return { effects: master * loudness(effectsVolumePercent), interface: master * loudness(interfaceVolumePercent) };
}

/** Loudness is heard about quadratically: half the slider sounds half as loud. */
function loudness(percent: number): number {
  return (percent / 100) ** 2;
}
