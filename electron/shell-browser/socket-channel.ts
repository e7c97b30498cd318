import type { WebSocket } from 'ws';
import { maxRequestChars } from '../contract/limits.ts';
import { decodeMessage, encodeMessage } from '../contract/message-text.ts';
import type { MessageChannel } from '../contract/rpc.ts';

/** Messages to and from the page at the other end of a WebSocket. */
export function socketChannel(socket: WebSocket, onGarbage: (error: unknown) => void): MessageChannel {
  return {
    post: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(encodeMessage(message));
    },
    on: (handler) => {
      socket.on('message', (data, isBinary) => {
        try {
          if (isBinary || !Buffer.isBuffer(data)) throw new TypeError('Messages are text.');
          handler(decodeMessage(data.toString('utf8'), maxRequestChars));
        } catch (error) {
          onGarbage(error);
        }
      });
    },
  };
}
