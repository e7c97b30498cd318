/**
 * Both channels of a session over an `RTCPeerConnection`, or over anything that looks like one.
 * @module
 */

export { type DataChannel, FastChannel } from '../webrtc/fast-channel.ts';
export {
  type ChannelHandlers,
  type ChannelOptions,
  FAST_CHANNEL,
  PeerChannels,
  type PeerConnection,
  RELIABLE_CHANNEL,
} from '../webrtc/peer-channels.ts';
