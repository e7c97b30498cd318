import { type BrokerAddress, hostAndPort } from './broker-address.ts';
import type { DialStage } from './dial.ts';
import type { NetworkProxy } from './proxy.ts';
import { proxyProblem } from './proxy-problem.ts';
import { readsSystemAuthorities } from './trusted-authorities.ts';

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

/** What HTTP answers where a page for signing in stands before the internet. */
const signInStatuses: readonly number[] = [301, 302, 303, 307, 308, 511];

/** What is said where a hotel's or a train's network may have answered in the broker's place. */
const signIn = 'Or this network wants you to sign in first: open any web page in a browser, then try again.';

/** What a failure is known to be about. */
export interface FailureContext {
  readonly stage: DialStage;
  readonly proxy?: NetworkProxy | undefined;
  /** Whether authorities that the system trusts are trusted here too; given by tests alone. */
  readonly readsSystem?: boolean;
}

/** Says in plain words why a broker could not be reached and what to do about it. `error` is what the connection failed with, of whatever kind. */
export function connectProblem(address: BrokerAddress, error: unknown, context: FailureContext): string {
  const { stage, proxy } = context;
  if (stage === 'proxy' && proxy !== undefined) return proxyProblem(proxy, address, error);
  const code = codeOf(error);
  return (
    certificateProblem(address, code, context) ??
    (stage === 'greet' ? greetingProblem(address, error) : reachProblem(address, code, stage)) ??
    `${hostAndPort(address.host, address.port)} can't be used (${messageOf(error).slice(0, 200)}).`
  );
}

/** What is wrong with the certificate that TLS showed. */
function certificateProblem({ host, port }: BrokerAddress, code: unknown, { proxy, readsSystem }: FailureContext): string | undefined {
  if (untrustedCodes.includes(code)) {
    const trust =
      (readsSystem ?? readsSystemAuthorities())
        ? 'add that authority’s certificate to this computer’s trusted ones'
        : 'set NODE_EXTRA_CA_CERTS to the file of that authority’s certificate (PEM) and start Paddlewire again';
    const between = proxy === undefined ? '' : ' The proxy may put a certificate of its own in between.';
    return `This computer does not trust the certificate of ${host}: it is self-signed, or issued by an authority that this computer does not know.${between} If you trust that authority, ${trust}; else ask the broker's operator for a certificate of a known one.`;
  }
  if (code === 'CERT_HAS_EXPIRED')
    return `The certificate of ${host} has expired. Check this computer's date and time, or ask the broker's operator for a new one.`;
  if (code === 'CERT_NOT_YET_VALID') return `The certificate of ${host} is not valid yet. Check this computer's date and time.`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `The certificate of ${hostAndPort(host, port)} is for a different name than ${host}. Check the address. ${signIn}`;
  return undefined;
}

/** Why no bytes can flow. */
function reachProblem({ protocol, host, port }: BrokerAddress, code: unknown, stage: DialStage): string | undefined {
  const there = hostAndPort(host, port);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NONAME' || (stage === 'lookup' && code === 'ETIMEDOUT'))
    return `The name ${host} was not found. Check its spelling, and that this computer is online.`;
  if (code === 'ECONNREFUSED') return `Nothing answers at port ${port} of ${host}. Check the number, and that the broker runs.`;
  if (code === 'ENETUNREACH' || code === 'EHOSTUNREACH' || code === 'EADDRNOTAVAIL' || code === 'EINVAL')
    return `There is no way from this computer to ${host}. Check that it is online.`;
  if (code === 'EACCES' || code === 'EPERM')
    return `This computer does not let Paddlewire connect to ${there}. Let it through the firewall or security program.`;
  if (stage === 'secure' && typeof code === 'string') {
    if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE/.test(code))
      return `${there} wants a certificate of this computer, which Paddlewire does not have. Ask its operator for a user name and password instead.`;
    if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|HANDSHAKE_FAILURE|NO_SHARED_CIPHER/.test(code))
      return `${there} uses a version of TLS that is too old. Ask its operator to enable TLS 1.2 or later.`;
    if (code === 'ETIMEDOUT')
      return `${there} accepts connections and then sends nothing. It may not use TLS: check the port, or use ${unsecured(protocol)}:// in its address.`;
    if (code === 'EPROTO' || code === 'ECONNRESET' || code === 'EPIPE' || code === 'closed' || code.startsWith('ERR_SSL_'))
      return `${there} does not use TLS. Check the port, or use ${unsecured(protocol)}:// in its address.`;
  }
  if (code === 'ETIMEDOUT') return `${there} does not answer. Check the address, and that no firewall blocks it.`;
  return undefined;
}

/** Why what answers there is no broker for us. */
function greetingProblem({ protocol, host, port, username }: BrokerAddress, error: unknown): string | undefined {
  const there = hostAndPort(host, port);
  const code = codeOf(error);
  if (refusedCodes.includes(code)) {
    return username === undefined
      ? `${there} asks for a user name and password. Enter them next to its address.`
      : `${there} does not accept this user name and password. Check both.`;
  }
  if (code === 3) return `${there} is a broker that accepts no clients right now. Try again later, or ask its operator.`;
  if (code === 1 || code === 2)
    return `${there} is a broker that does not accept clients like Paddlewire (MQTT 3.1.1). Use another broker.`;
  const status = Number(/^Unexpected server response: (\d{3})$/.exec(messageOf(error))?.[1]);
  if (signInStatuses.includes(status))
    return `${there} is a web server that redirects elsewhere (it answers ${status}). Check the path. ${signIn}`;
  if (status === 401 || status === 403)
    return `${there} does not allow WebSocket connections from here (it answers ${status}). Check the path, or ask its operator.`;
  if (status >= 500) return `${there} is a web server whose broker does not answer (${status}). Try again later, or ask its operator.`;
  if (status === 400 && protocol === 'ws')
    return `${there} is a web server without a broker at this path, or wants wss:// (it answers ${status}). Check the address.`;
  if (!Number.isNaN(status)) return `${there} is a web server without a broker at this path (it answers ${status}). Check the path.`;
  if (code === 'ETIMEDOUT')
    return `${there} accepts connections and then does not answer like a broker. Check the port and, with ws:// and wss://, the path. If the broker is overloaded, try again later.`;
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'closed')
    return `${there} hangs up immediately. It may not be an MQTT broker, or need ${protocol === 'mqtt' ? 'mqtts' : protocol === 'ws' ? 'wss' : 'another kind of address'}://.`;
  if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE/.test(String(code)))
    return `${there} wants a certificate of this computer, which Paddlewire does not have. Ask its operator for a user name and password instead.`;
  return undefined;
}

function unsecured(protocol: BrokerAddress['protocol']): string {
  return protocol === 'wss' ? 'ws' : 'mqtt';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return undefined;
  const code: unknown = Reflect.get(error, 'code');
  // Several addresses of a name were tried: the first one's reason stands for all.
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return code;
}
