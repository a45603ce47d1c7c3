import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import type { NetworkSettings } from './networkSettings';

/** What a TLS connection trusts. */
export interface Trust {
  readonly rejectUnauthorized: boolean;
  /** Undefined where what Node brings along is enough. */
  readonly secureContext: tls.SecureContext | undefined;
}

/** What Node trusts by itself. */
export function ordinaryTrust({ strictCertificates }: NetworkSettings): Trust {
  return { rejectUnauthorized: strictCertificates, secureContext: undefined };
}

/**
 * What else is to be trusted under `settings`, together with that: the system's certificates and
 * those of `NODE_EXTRA_CA_CERTS`; undefined where there is nothing else. To read and parse them took
 * 240 ms on Linux, so that is done only where the ordinary trust was not enough.
 */
export function wideTrust(settings: NetworkSettings): Trust | undefined {
  const extra = extraCertificates(settings.environment['NODE_EXTRA_CA_CERTS']);
  if (!settings.systemCertificates && extra.length === 0) return undefined;
  const known = [...certificates('default'), ...extra];
  const ca = settings.systemCertificates ? [...known, ...certificates('system')] : known;
  const secureContext = tls.createSecureContext({ ca: [...new Set(ca)] });
  return { ...ordinaryTrust(settings), secureContext };
}

function certificates(kind: 'default' | 'system'): readonly string[] {
  // Since Node 22.15, which is that of the oldest VS Code that Inkling runs in.
  const node: Partial<typeof tls> = tls;
  if (node.getCACertificates) return node.getCACertificates(kind);
  return kind === 'default' ? tls.rootCertificates : [];
}

/**
 * The certificates in the file that `NODE_EXTRA_CA_CERTS` names. Node reads it itself, but not in
 * every build of Electron. A file that cannot be read, or holds none, adds nothing, as with Node.
 */
function extraCertificates(path: string | undefined): string[] {
  if (path === undefined || path === '') return [];
  try {
    const found = readFileSync(path, 'utf8').match(
      /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g,
    );
    return (found ?? []).filter(isCertificate);
  } catch {
    return [];
  }
}

function isCertificate(text: string): boolean {
  try {
    tls.createSecureContext({ ca: text });
    return true;
  } catch {
    return false;
  }
}
