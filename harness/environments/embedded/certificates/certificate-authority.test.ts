import { execFileSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { expect, test } from 'vitest';
import { findProgram } from '../../../testing/find-program.ts';
import { skipReason } from '../../../testing/skip-reason.ts';
import { createCertificateAuthority } from './certificate-authority.ts';

test('a leaf is signed by the root, fits its key and names what was asked for', async () => {
  const ca = await createCertificateAuthority({ runId: 'r1' });
  const issued = await ca.issue({ names: ['api.example.com', '*.svc'], ips: ['127.0.0.1', '::1'] });
  const root = new X509Certificate(ca.certPem);
  const leaf = new X509Certificate(issued.certPem);
  expect(leaf.verify(root.publicKey)).toBe(true);
  expect(leaf.checkIssued(root)).toBe(true);
  expect(leaf.checkPrivateKey(createPrivateKey(issued.keyPem))).toBe(true);
  expect(leaf.checkHost('api.example.com')).toBe('api.example.com');
  expect(leaf.checkHost('other.example.com')).toBeUndefined();
  expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(leaf.ca).toBe(false);
  expect(root.ca).toBe(true);
  expect(root.subject).toBe('CN=harness run r1');
});

test('the same names get the same leaf, others another', async () => {
  const ca = await createCertificateAuthority({ runId: 'r1' });
  const [first, again, other] = await Promise.all([
    ca.issue({ names: ['a.example'] }),
    ca.issue({ names: ['a.example'] }),
    ca.issue({ names: ['b.example'] }),
  ]);
  expect(again).toBe(first);
  expect(other.certPem).not.toBe(first.certPem);
});

test('a leaf without a name is refused', async () => {
  const ca = await createCertificateAuthority({ runId: 'r1' });
  await expect(ca.issue({ names: [] })).rejects.toThrow('at least one DNS name or IP address');
});

test('only a client that trusts this run gets through', async () => {
  const ca = await createCertificateAuthority({ runId: 'r1' });
  const foreign = await createCertificateAuthority({ runId: 'r1' });
  const { certPem, keyPem } = await ca.issue({ names: ['api.example.com'] });
  const server = createServer({ cert: certPem, key: keyPem }, (socket) => socket.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const trusting = connect({ host: '127.0.0.1', port, servername: 'api.example.com', ca: ca.certPem });
    await once(trusting, 'secureConnect');
    expect(trusting.authorized).toBe(true);
    trusting.destroy();
    const other = connect({ host: '127.0.0.1', port, servername: 'api.example.com', ca: foreign.certPem });
    const [error] = await once(other, 'error');
    expect(error).toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  } finally {
    server.close();
  }
});

const openssl = findProgram('openssl') ?? '';

test.skipIf(!openssl)(`openssl accepts the chain under its strict rules${skipReason('openssl')}`, async () => {
  const ca = await createCertificateAuthority({ runId: 'r1' });
  const { certPem } = await ca.issue({ names: [`${'long-label.'.repeat(8)}example`] });
  const folder = mkdtempSync(join(tmpdir(), 'ca-'));
  try {
    writeFileSync(join(folder, 'ca.pem'), ca.certPem);
    writeFileSync(join(folder, 'leaf.pem'), certPem);
    const args = ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', 'ca.pem', 'leaf.pem'];
    expect(execFileSync(openssl, args, { cwd: folder, encoding: 'utf8' })).toBe('leaf.pem: OK\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
