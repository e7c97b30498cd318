/**
 * Why no connection can be made with a configuration, in the browser's words; undefined when one can.
 * @param config left out, any connection at all
 */
export function webRtcRefusal(config?: RTCConfiguration): string | undefined {
  try {
    new RTCPeerConnection(config).close();
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return why.replace(/^Failed to construct 'RTCPeerConnection': /, '').replace(/\.$/, '');
  }
}

/** Whether this window can make connections at all: a policy, an extension or a build without WebRTC takes away what they are made with. */
export function hasWebRtc(): boolean {
  return typeof RTCPeerConnection === 'function';
}
