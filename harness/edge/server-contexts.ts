import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import type { CertificateAuthority } from '../environments/embedded/certificates/certificate-authority.ts';

/** TLS server identities by host name, made when first asked for. */
export interface ServerContexts {
  /** For a client that names no host. */
  readonly fallback: Pick<SecureContextOptions, 'cert' | 'key'>;
  /** As `SNICallback` of a TLS server. */
  select(name: string, callback: (error: Error | null, context?: SecureContext) => void): void;
}

export async function createServerContexts(ca: CertificateAuthority): Promise<ServerContexts> {
  const own = await ca.issue({ names: ['localhost'], ips: ['127.0.0.1', '::1'] });
  const byName = new Map<string, Promise<SecureContext>>();

  async function create(name: string): Promise<SecureContext> {
    const { certPem, keyPem } = name === 'localhost' ? own : await ca.issue({ names: [name] });
    return createSecureContext({ cert: certPem, key: keyPem });
  }

  return {
    fallback: { cert: own.certPem, key: own.keyPem },
    select(name, callback) {
      const host = name.toLowerCase();
      let context = byName.get(host);
      if (context === undefined) {
        context = create(host);
        byName.set(host, context);
      }
      context.then(
        (ready) => callback(null, ready),
        (error: Error) => callback(error),
      );
    },
  };
}
