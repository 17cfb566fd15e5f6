import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' } as const;
const day = 24 * 60 * 60 * 1000;

/** A server certificate and its key, both PEM. */
interface IssuedCertificate {
  readonly certPem: string;
  readonly keyPem: string;
}

interface CertificateNames {
  /** DNS names; the first one is also the common name. A wildcard label is allowed. */
  readonly names: readonly string[];
  readonly ips?: readonly string[];
}

/** Issues server certificates for one run. Its private key cannot be exported and dies with the process. */
export interface CertificateAuthority {
  /** The root, PEM: what a client of the run must trust. */
  readonly certPem: string;
  /** Issues a server certificate, or returns the one that the same names got before. Throws without any name or address. */
  issue(subject: CertificateNames): Promise<IssuedCertificate>;
}

/**
 * Makes a CA for one run. Certificates are valid from an hour ago (a container's clock may lag) for 30 days, ECDSA P-256,
 * with the extensions that strict verifiers want (RFC 5280; `openssl verify -x509_strict`, Python's VERIFY_X509_STRICT).
 */
export async function createCertificateAuthority({ runId }: { runId: string }): Promise<CertificateAuthority> {
  const validity = { notBefore: new Date(Date.now() - day / 24), notAfter: new Date(Date.now() + 30 * day) };
  const keys = await webcrypto.subtle.generateKey(keyAlgorithm, false, ['sign', 'verify']);
  const root = await X509CertificateGenerator.createSelfSigned({
    ...validity,
    serialNumber: serialNumber(),
    name: [{ CN: [`harness run ${runId}`] }],
    keys,
    signingAlgorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const authorityKey = await AuthorityKeyIdentifierExtension.create(keys.publicKey);
  // One key serves every leaf of the run: a key pair costs more than a signature.
  const leaf = await webcrypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
  const leafKey = await SubjectKeyIdentifierExtension.create(leaf.publicKey);
  const keyPem = `${PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', leaf.privateKey), 'PRIVATE KEY')}\n`;
  const issued = new Map<string, Promise<IssuedCertificate>>();

  async function sign({ names, ips = [] }: CertificateNames): Promise<IssuedCertificate> {
    const commonName = names[0] ?? ips[0];
    if (commonName === undefined) throw new Error('A certificate needs at least one DNS name or IP address.');
    const certificate = await X509CertificateGenerator.create({
      ...validity,
      serialNumber: serialNumber(),
      // RFC 5280 bounds a common name at 64 characters; clients read the alternative names.
      subject: [{ CN: [commonName.slice(0, 64)] }],
      issuer: root.subjectName,
      publicKey: leaf.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension([
          ...names.map((value) => ({ type: 'dns', value }) as const),
          ...ips.map((value) => ({ type: 'ip', value }) as const),
        ]),
        leafKey,
        authorityKey,
      ],
    });
    return { certPem: `${certificate.toString('pem')}\n`, keyPem };
  }

  return {
    certPem: `${root.toString('pem')}\n`,
    issue(subject) {
      const key = JSON.stringify([subject.names, subject.ips ?? []]);
      let certificate = issued.get(key);
      if (certificate === undefined) {
        certificate = sign(subject);
        issued.set(key, certificate);
      }
      return certificate;
    },
  };
}

/** Positive and at most 20 octets long (RFC 5280 section 4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}
