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
  if (!webRtc) return { kind: 'blocked', title: 'Blocked: WebRTC is switched off', next: NO_WEBRTC };
  if (relayOnly && !relayWorks) {
    return {
      kind: 'blocked',
      title: 'Blocked: no relay works',
      next: `Your settings allow relays alone, and ${turnServers === 0 ? `name no TURN server${findings.refusedServers.length > 0 ? ' that can be used' : ''}. Put one in` : 'no TURN server let this computer through. Check address, user and password'}, or allow direct connections.`,
    };
  }
  if (relayOnly)
    return {
      kind: 'relay',
      title: 'Works, through a relay',
      next: 'Your address stays hidden, and you can play anybody who reaches your meeting point.',
    };
  if (ownAddresses === 0 && !relayWorks) {
    return {
      kind: 'blocked',
      title: 'Blocked: this computer is offline',
      next: 'It has no address at which anybody could reach it. Connect to a network. If you are connected, a browser policy or a security program keeps this window from it.',
    };
  }
  if (!connectsToItself && !relayWorks) {
    return {
      kind: 'blocked',
      title: 'Blocked by this computer',
      next: 'Not even two connections within this window reach each other. Let Paddlewire through the firewall or security program of this computer, UDP included.',
    };
  }
  if (publicAddress && !portsVary)
    return {
      kind: 'direct',
      title: 'Direct',
      next: 'You can play almost anybody, without a relay. If one player stays out of reach, it is the other’s network: then a relay helps.',
    };
  if (relayWorks) {
    return {
      kind: 'relay',
      title: 'Needs a relay, and yours works',
      next: 'Direct connections to other networks will mostly fail from here. Your TURN server steps in by itself; nothing is left to do.',
    };
  }
  if (publicAddress) {
    return {
      kind: 'relay',
      title: 'Needs a relay',
      next: 'Your router gives every connection another port, so players in other networks seldom get through. Put a TURN server into the network settings, or try another network.',
    };
  }
  if (stunServers > 0) {
    return {
      kind: 'blocked',
      title: 'Blocked towards the internet',
      next: 'No STUN server answered: this network lets no UDP out, or the servers are wrong. Games on the local network work. For others, put in a TURN server that takes TLS (turns:), or try another network.',
    };
  }
  return {
    kind: 'local',
    title: 'Direct on this computer and the local network',
    next:
      turnServers > 0
        ? 'Your TURN server did not answer, so nothing can be said about the internet. Check its address, user and password.'
        : 'Nothing more can be said without a STUN server. Put one into the network settings to play across the internet.',
  };
}

function factsOf(findings: NetworkFindings): readonly string[] {
  if (!findings.webRtc) return ['This window can make no connections'];
  const { ownAddresses, connectsToItself, stunServers, turnServers, publicAddress, portsVary, relayOffered, relayWorks } = findings;
  const facts = [
    ownAddresses === 0 ? 'No address of this computer' : `${ownAddresses} ${ownAddresses === 1 ? 'address' : 'addresses'} of this computer`,
    connectsToItself ? 'Connections within this computer work' : 'Connections within this computer fail',
  ];
  if (stunServers + turnServers === 0)
    facts.push(findings.refusedServers.length > 0 ? 'No STUN or TURN server that is set can be used' : 'No STUN or TURN server is set');
  else if (publicAddress)
    facts.push(portsVary ? 'The internet sees this computer under changing ports' : 'The internet sees this computer');
  else facts.push('No server told how the internet sees this computer');
  if (turnServers > 0)
    facts.push(relayWorks ? 'A relay works' : relayOffered ? 'A relay let us in, but carried nothing' : 'No relay let us in');
  return facts;
}

/** What is being tried. */
export function networkStepText(step: NetworkTestStep): string {
  switch (step) {
    case 'machine':
      return '1 of 3: this computer …';
    case 'servers':
      return '2 of 3: the servers of your settings …';
    case 'relay':
      return '3 of 3: a connection through a relay …';
  }
}
