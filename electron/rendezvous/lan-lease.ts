import { hostAndPort } from './broker-address.ts';
import { askForInterfaces, byLikelihood, type Interfaces } from './interfaces.ts';

/**
 * While a client of this machine is subscribed to this topic, the broker listens on the local network too and is announced there. So it does exactly as
 * long as a window with LAN play hosts, whichever window has started it. No code has this nameplate and role at once.
 */
export const lanLeaseTopic = 'paddlewire/1/0000/lan';

/** Addresses that are worth showing; with more interfaces than this a person is lost anyway. */
const maxAddresses = 8;

/**
 * Where players of the local network reach a port of this machine, as they would type it, the likeliest first.
 *
 * @param preferred address by which this machine reaches the internet
 */
export function lanAddresses(port: number, interfaces: Interfaces = askForInterfaces().interfaces, preferred?: string): readonly string[] {
  return (
    byLikelihood(interfaces, preferred)
      .flatMap(([, entries]) => entries)
      // LanLink-local ones can't be typed without the name of the interface on the other side.
      .filter(({ address }) => !address.toLowerCase().startsWith('fe80:'))
      .map(({ address }) => hostAndPort(address, port))
      .slice(0, maxAddresses)
  );
}
