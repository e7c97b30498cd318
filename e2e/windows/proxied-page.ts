import type { Page } from '@playwright/test';
import type { Side, UdpProxy } from './udp-proxy.ts';

/** What is put into a page: addresses in, addresses of the proxy out. */
interface ProxiedWindow extends Window {
  replaceCandidate(candidate: string): Promise<string | undefined>;
  replaceCandidates(sdp: string): Promise<string>;
  proxiedConnections: RTCPeerConnection[];
}

/**
 * Sends everything that a page's connections carry from now on through a proxy. To be called before they are made, and for both sides.
 *
 * @param side the page's own
 */
export async function putBehindProxy(page: Page, proxy: UdpProxy, side: Side): Promise<void> {
  const other = side === 0 ? 1 : 0;
  await page.exposeFunction('replaceCandidate', (candidate: string) => proxy.replace(other, candidate));
  await page.exposeFunction('replaceCandidates', (sdp: string) => proxy.replaceAll(other, sdp));
  await page.evaluate(replaceRemoteAddresses);
}

/** How many connections of a page have been opened so far, and are dead or alive now. */
export function countConnections(page: Page): Promise<number> {
  // Put there by replaceRemoteAddresses.
  return page.evaluate(() => (window as unknown as ProxiedWindow).proxiedConnections.length);
}

/** Runs in the page: whatever it is told of the other side's addresses goes through the functions of {@link ProxiedWindow} first. */
function replaceRemoteAddresses(): void {
  // The two functions are put there by exposeFunction, the list by the line after.
  const proxied = window as unknown as ProxiedWindow;
  proxied.proxiedConnections = [];
  // Annotated, because of the obsolete forms with callbacks only the last would be taken.
  const addIceCandidate: (this: RTCPeerConnection, init?: RTCIceCandidateInit | null) => Promise<void> =
    RTCPeerConnection.prototype.addIceCandidate;
  const setRemoteDescription: (this: RTCPeerConnection, description: RTCSessionDescriptionInit) => Promise<void> =
    RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.addIceCandidate = async function (init?: RTCIceCandidateInit | null) {
    if (!init?.candidate) return addIceCandidate.call(this, init);
    const candidate = await proxied.replaceCandidate(init.candidate);
    const { sdpMid = null, sdpMLineIndex = null } = init;
    if (candidate !== undefined && this.signalingState !== 'closed') await addIceCandidate.call(this, { candidate, sdpMid, sdpMLineIndex });
  };
  RTCPeerConnection.prototype.setRemoteDescription = async function ({ type, sdp = '' }: RTCSessionDescriptionInit) {
    this.addEventListener('connectionstatechange', () => {
      if (this.connectionState === 'connected' && !proxied.proxiedConnections.includes(this)) proxied.proxiedConnections.push(this);
    });
    await setRemoteDescription.call(this, { type, sdp: await proxied.replaceCandidates(sdp) });
  };
}
