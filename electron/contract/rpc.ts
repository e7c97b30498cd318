import * as v from 'valibot';

/** Carries messages both ways: objects, arrays, strings, numbers, booleans and Uint8Array. */
export interface MessageChannel {
  /** Sends one message; does nothing once nobody is there to receive it. */
  post(message: unknown): void;
  /** Calls the handler for each message that arrives. */
  on(handler: (message: unknown) => void): void;
}

/** What one end lets the other call; each checks its arguments. */
export type RpcFunctions = ReadonlyMap<string, (...args: readonly unknown[]) => unknown>;

/** One end of a channel. */
export interface Rpc {
  /** Calls a function of the other end. Rejects with an Error that has the other end's text, or the reason given to {@link close}. */
  call(method: string, args: readonly unknown[]): Promise<unknown>;
  /** Calls a function of the other end without an answer. Does nothing once closed. */
  notify(method: string, args: readonly unknown[]): void;
  /** Neither answers nor tells anything from now on, and rejects whatever is pending. */
  close(reason: Error): void;
}

// An answer of the desktop may reach the page that was loaded after the one that asked: ids start anywhere below 2^52, and are safe to count on.
const id = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
// No call of the contract has a longer name or more arguments.
const request = { method: v.pipe(v.string(), v.minLength(1), v.maxLength(64)), args: v.pipe(v.array(v.unknown()), v.maxLength(4)) };

const messageSchema = v.variant('type', [
  v.strictObject({ type: v.literal('call'), id, ...request }),
  v.strictObject({ type: v.literal('notify'), ...request }),
  // As JSON a result that is undefined is not there.
  v.strictObject({ type: v.literal('result'), id, value: v.optional(v.unknown()) }),
  // An error travels as its text, so that neither end has to trust a foreign object.
  v.strictObject({ type: v.literal('error'), id, text: v.string() }),
]);

/** A message between the two ends. */
type RpcMessage = v.InferOutput<typeof messageSchema>;

/**
 * Checks a message that arrived.
 *
 * @throws TypeError when it is none of {@link RpcMessage}
 */
export function readRpcMessage(message: unknown): RpcMessage {
  const read = v.safeParse(messageSchema, message);
  if (read.success) return read.output;
  throw new TypeError('This is no message between page and desktop.');
}

/**
 * Opens one end of a channel.
 *
 * @param onGarbage told when something arrives that is no message, or a notification that is refused
 */
export function openRpc(channel: MessageChannel, functions: RpcFunctions, onGarbage: (error: unknown) => void): Rpc {
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  let nextId = Math.floor(Math.random() * 2 ** 52);
  let closedBy: Error | undefined;
  const post = (message: RpcMessage): void => {
    if (closedBy === undefined) channel.post(message);
  };

  async function run(method: string, args: readonly unknown[]): Promise<unknown> {
    const called = functions.get(method);
    if (called === undefined) throw new TypeError(`${method} was not found.`);
    return await called(...args);
  }

  function receive(message: RpcMessage): void {
    if (message.type === 'notify') {
      run(message.method, message.args).catch(onGarbage);
    } else if (message.type === 'call') {
      run(message.method, message.args)
        .then(
          (value) => post({ type: 'result', id: message.id, value }),
          (error: unknown) => post({ type: 'error', id: message.id, text: error instanceof Error ? error.message : String(error) }),
        )
        .catch(onGarbage);
    } else {
      const asked = pending.get(message.id);
      pending.delete(message.id);
      if (message.type === 'result') asked?.resolve(message.value);
      else asked?.reject(new Error(message.text));
    }
  }

  channel.on((message) => {
    if (closedBy !== undefined) return;
    try {
      receive(readRpcMessage(message));
    } catch (error) {
      onGarbage(error);
    }
  });

  return {
    call: (method, args) =>
      new Promise((resolve, reject) => {
        if (closedBy !== undefined) return reject(closedBy);
        const callId = nextId++;
        pending.set(callId, { resolve, reject });
        try {
          post({ type: 'call', id: callId, method, args: [...args] });
        } catch (error) {
          // What can't be sent has no answer.
          pending.delete(callId);
          reject(error);
        }
      }),
    notify: (method, args) => post({ type: 'notify', method, args: [...args] }),
    close: (reason) => {
      closedBy = reason;
      for (const { reject } of pending.values()) reject(reason);
      pending.clear();
    },
  };
}
