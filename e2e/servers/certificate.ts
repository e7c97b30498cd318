import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Files of a certificate and its key. */
export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
}

/**
 * Makes a certificate that vouches for itself, with a key of the kind that public authorities hand out today (ECDSA, P-256).
 *
 * @param address the IP address that it is for
 */
export function makeCertificate(folder: string, address: string): Certificate {
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-keyout', keyFile];
  const subject = ['-subj', '/CN=paddlewire-test', '-addext', `subjectAltName=IP:${address}`];
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...key, '-out', certFile, ...subject], { stdio: 'pipe' });
  return { certFile, keyFile };
}
