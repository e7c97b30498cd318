import { type BrokerAddress, hostAndPort } from './broker-address.ts';

/** What MQTT 3.1.1 answers to a wrong user or password: "bad user name or password", and "not authorized". */
const refusedCodes: readonly unknown[] = [4, 5];

/** OpenSSL's names for a certificate that nobody vouches for. */
const untrustedCodes: readonly unknown[] = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
];

/** Says in plain words why a broker could not be reached and what to do about it. `error` is what the connection failed with, of whatever kind. */
export function connectProblem({ protocol, host, port, username }: BrokerAddress, error: unknown): string {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const there = hostAndPort(host, port);
  if (refusedCodes.includes(code)) {
    return username === undefined
      ? `${there} asks for a user name and a password. Put them in beside its address.`
      : `${there} does not take this user name and password. Check both.`;
  }
  if (untrustedCodes.includes(code))
    return `This computer does not trust the certificate of ${host}. Ask whoever runs it for a certificate of a known authority.`;
  if (code === 'CERT_HAS_EXPIRED')
    return `The certificate of ${host} has expired. Check this computer's date, or ask whoever runs the broker.`;
  if (code === 'CERT_NOT_YET_VALID') return `The certificate of ${host} is not valid yet. Check this computer's date.`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `The certificate of ${there} belongs to another name than ${host}. Check the address.`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NONAME')
    return `The name ${host} was not found. Check its spelling, and that this computer is online.`;
  if (code === 'ECONNREFUSED') return `Nothing answers at port ${port} of ${host}. Check the number, and that the broker runs.`;
  if (code === 'ENETUNREACH' || code === 'EHOSTUNREACH' || code === 'EADDRNOTAVAIL' || code === 'EINVAL')
    return `There is no way from this computer to ${host}. Check that it is online.`;
  if (code === 'ETIMEDOUT') return `${there} does not answer. Check the address, and that no firewall stands between.`;
  if (code === 'EPROTO' || (typeof code === 'string' && code.startsWith('ERR_SSL_')))
    return `${there} does not speak TLS. Check the port, or use ${protocol === 'wss' ? 'ws' : 'mqtt'}:// in its address.`;
  const status = /^Unexpected server response: (\d{3})$/.exec(message)?.[1];
  if (status !== undefined) return `${there} is a web server without a broker at this path (it answers ${status}). Check the path.`;
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'closed')
    return `${there} hangs up at once. It may be no MQTT broker, or want ${protocol === 'mqtt' ? 'mqtts' : 'another kind of address'}://.`;
  return `${there} can't be used (${message.slice(0, 200)}).`;
}

function codeOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return undefined;
  const code: unknown = Reflect.get(error, 'code');
  // All addresses of a name were tried at once: the first one's reason stands for all.
  if (code === undefined && error instanceof AggregateError) return codeOf(error.errors[0]);
  return code;
}
