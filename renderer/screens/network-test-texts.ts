import type { NetworkFindings, NetworkTestStep } from '../webrtc/network-test.ts';
import { NO_WEBRTC } from './connect-texts.ts';

/** What a network is good for, in a word, a sentence, and what to do. */
export interface NetworkVerdict {
  readonly kind: 'direct' | 'local' | 'relay' | 'blocked';
  readonly title: string;
  readonly next: string;
  /** What was found, one line each. */
  readonly facts: readonly string[];
}

/** What a network test has found, in plain words. */
export function explainNetwork(findings: NetworkFindings): NetworkVerdict {
  return { ...verdict(findings), facts: factsOf(findings) };
}

function verdict(findings: NetworkFindings): Omit<NetworkVerdict, 'facts'> {
  const { webRtc, ownAddresses, connectsToItself, stunServers, turnServers, publicAddress, portsVary, relayWorks, relayOnly } = findings;
  if (!webRtc) return { kind: 'blocked', title: 'Blocked: WebRTC is turned off', next: NO_WEBRTC };
  if (relayOnly && !relayWorks) {
    return {
      kind: 'blocked',
      title: 'Blocked: no relay works',
      next: `Your settings allow relays only, and ${turnServers === 0 ? `no TURN server${findings.refusedServers.length > 0 ? ' that can be used' : ''} is set. Add one` : 'no TURN server accepted this computer. Check address, user name and password'}, or allow direct connections.`,
    };
  }
  if (relayOnly)
    return {
      kind: 'relay',
      title: 'Works, through a relay',
      next: 'Your address stays hidden, and you can play with anyone who can reach your meeting point.',
    };
  if (ownAddresses === 0 && !relayWorks) {
    return {
      kind: 'blocked',
      title: 'Blocked: this computer is offline',
      next: 'It has no address that other computers could reach. Connect to a network. If you are connected, a browser policy or a security program blocks this window.',
    };
  }
  if (!connectsToItself && !relayWorks) {
    return {
      kind: 'blocked',
      title: 'Blocked by this computer',
      next: 'Two connections within this window can’t reach each other. Allow Paddlewire in this computer’s firewall or security program, including UDP.',
    };
  }
  if (publicAddress && !portsVary)
    return {
      kind: 'direct',
      title: 'Direct',
      next: 'You can play with almost anyone without a relay. If one player can’t be reached, the cause is their network; a relay helps then.',
    };
  if (relayWorks) {
    return {
      kind: 'relay',
      title: 'Needs a relay, and yours works',
      next: 'Direct connections to other networks will usually fail from here. Your TURN server is used automatically. You need not do anything.',
    };
  }
  if (publicAddress) {
    return {
      kind: 'relay',
      title: 'Needs a relay',
      next: 'Your router uses a different port for every connection, so players on other networks rarely get through. Add a TURN server in the network settings, or try another network.',
    };
  }
  if (stunServers > 0) {
    return {
      kind: 'blocked',
      title: 'Blocked from the internet',
      next: 'No STUN server answered. This network blocks UDP, or the servers are wrong. Games on the local network work. For other games, add a TURN server that uses TLS (turns:), or try another network.',
    };
  }
  return {
    kind: 'local',
    title: 'Direct on this computer and the local network',
    next:
      turnServers > 0
        ? 'Your TURN server did not answer, so the internet connection could not be tested. Check its address, user name and password.'
        : 'The internet connection can’t be tested without a STUN server. Add one in the network settings to play across the internet.',
  };
}

function factsOf(findings: NetworkFindings): readonly string[] {
  if (!findings.webRtc) return ['This window can’t make connections'];
  const { ownAddresses, connectsToItself, stunServers, turnServers, publicAddress, portsVary, relayOffered, relayWorks } = findings;
  const facts = [
    ownAddresses === 0
      ? 'This computer has no address'
      : `${ownAddresses} ${ownAddresses === 1 ? 'address' : 'addresses'} of this computer`,
    connectsToItself ? 'Connections within this computer work' : 'Connections within this computer fail',
  ];
  if (stunServers + turnServers === 0)
    facts.push(
      findings.refusedServers.length > 0 ? 'None of the STUN and TURN servers that are set can be used' : 'No STUN or TURN server is set',
    );
  else if (publicAddress) facts.push(portsVary ? 'The internet sees this computer at changing ports' : 'The internet sees this computer');
  else facts.push('No server reported how the internet sees this computer');
  if (turnServers > 0)
    facts.push(relayWorks ? 'A relay works' : relayOffered ? 'A relay accepted us, but carried nothing' : 'No relay accepted us');
  return facts;
}

/** What is being tried. */
export function networkStepText(step: NetworkTestStep): string {
  switch (step) {
    case 'machine':
      return '1 of 3: this computer …';
    case 'servers':
      return '2 of 3: the servers in your settings …';
    case 'relay':
      return '3 of 3: a connection through a relay …';
  }
}
