import { readFileSync } from 'node:fs';
import { setDefaultCACertificates } from 'node:tls';

/** Trusts what `SSL_CERT_FILE` holds instead of the system's list, as Go does; an unreadable file is no file. */
export function trustCertificateFile(environment: Readonly<Record<string, string | undefined>>): void {
  const file = environment.SSL_CERT_FILE;
  if (file === undefined || file === '') return;
  const certificates = readCertificates(file);
  if (certificates.length > 0) setDefaultCACertificates(certificates);
}

function readCertificates(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').match(/-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs) ?? [];
  } catch {
    return [];
  }
}
