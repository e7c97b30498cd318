/** Connections that a page has made since {@link keepConnections}, for code that runs in the page. */
declare global {
  interface Window {
    readonly keptConnections: readonly RTCPeerConnection[];
  }
}

/** Runs in the page: remembers every connection that is made from now on as `window.keptConnections`. */
export function keepConnections(): void {
  const kept: RTCPeerConnection[] = [];
  Object.assign(window, { keptConnections: kept });
  const create = RTCPeerConnection.prototype.createDataChannel;
  RTCPeerConnection.prototype.createDataChannel = function (label, options) {
    if (!kept.includes(this)) kept.push(this);
    return create.call(this, label, options);
  };
}
