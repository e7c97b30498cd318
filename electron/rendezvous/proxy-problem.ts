import { type BrokerAddress, hostAndPort } from './broker-address.ts';
import { type NetworkProxy, proxyName } from './proxy.ts';
import { ProxyRefusal } from './tunnel.ts';

/** Says in plain words why a proxy opens no way to a broker and what to do about it. `error` is what asking it failed with, of whatever kind. */
export function proxyProblem(proxy: NetworkProxy, { host, port }: BrokerAddress, error: unknown): string {
  const name = capital(proxyName(proxy));
  const broker = hostAndPort(host, port);
  const around = `If the broker can be reached without it, put ${host} into NO_PROXY.`;
  if (error instanceof ProxyRefusal) return refusalProblem(proxy, broker, error);
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  const message = error instanceof Error ? error.message : String(error);
  if (code === 'ECONNREFUSED') return `${name} is not there: nothing answers at its port. Check the address and that it runs. ${around}`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NONAME')
    return `${name} has a name that was not found. Check its spelling. ${around}`;
  if (code === 'ETIMEDOUT') return `${name} does not answer. Check its address, or ask its operator. ${around}`;
  if (code === 'ENETUNREACH' || code === 'EHOSTUNREACH')
    return `There is no way from this computer to ${proxyName(proxy)}. Check that this computer is online. ${around}`;
  if (/authentication failed|invalid authentication/i.test(message)) return passwordProblem(proxy);
  if (/^Socks\d? .*(?:rejected|NotAllowed|HostUnreachable|NetworkUnreachable|ConnectionRefused)/i.test(message))
    return `${name} opens no connection to ${broker} (${message}). Ask its operator to let it through.`;
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'closed' || code === 'HPE_INVALID_CONSTANT' || /^Socket closed/i.test(message))
    return `${name} hangs up: it may not be a proxy of that kind. Check ${proxy.source}. ${around}`;
  return `${name} can't be used (${message.slice(0, 200)}). ${around}`;
}

function refusalProblem(proxy: NetworkProxy, broker: string, { status, schemes }: ProxyRefusal): string {
  const name = capital(proxyName(proxy));
  if (status === 407 && schemes.length > 0 && !schemes.includes('basic'))
    return `${name} wants you to sign in by ${schemes.join(' or ')}, which Paddlewire can't do. Ask its operator to let ${broker} through without.`;
  if (status === 407) return passwordProblem(proxy);
  if (status >= 500)
    return `${name} can't reach ${broker} (it answers ${status}). Check the broker's address and that it runs, or ask the proxy's operator.`;
  return `${name} does not let this computer through to ${broker} (it answers ${status}). Many let only port 443 through: use a broker at wss:// there, or ask the proxy's operator.`;
}

function passwordProblem(proxy: NetworkProxy): string {
  const { kind, host, port, source, username } = proxy;
  const variable = /proxy$/i.test(source) ? source : 'HTTPS_PROXY';
  if (username !== undefined) return `${capital(proxyName(proxy))} does not accept the user name and password in ${source}. Check both.`;
  return `${capital(proxyName(proxy))} asks for a user name and password. Set ${variable} to ${kind}://USER:PASSWORD@${hostAndPort(host, port)} and start Paddlewire again.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
