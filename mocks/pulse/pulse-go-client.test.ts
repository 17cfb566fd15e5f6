import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createEdge } from '../../harness/edge/edge.ts';
import { createCertificateAuthority } from '../../harness/environments/embedded/certificates/certificate-authority.ts';
import { createPulse } from './pulse.ts';
import { pulseRoute } from './pulse-route.ts';

const root = join(import.meta.dirname, '../..');

/** `buf curl` is connect-go, the library that Qtap's event client is made of. */
test.each(['grpc', 'connect', 'grpcweb'])('connect-go speaks %s with Pulse', async (protocol) => {
  const folder = mkdtempSync(join(tmpdir(), 'pulse-go-'));
  try {
    const ca = await createCertificateAuthority({ runId: 'test' });
    const caFile = join(folder, 'ca.pem');
    writeFileSync(caFile, ca.certPem);
    const pulse = createPulse({ environments: [{ token: 'good', orgId: 'org_e2e' }] });
    await using edge = await createEdge({ ca, routes: [pulseRoute(pulse)] });
    const { port } = await edge.listen();
    const call = async (path: string, data: string, token = 'good'): Promise<unknown> => {
      const { stdout } = await promisify(execFile)(
        join(root, 'node_modules/.bin/buf'),
        [
          ...['curl', '--schema', join(root, 'mocks/proto'), '--cacert', caFile, '--protocol', protocol],
          ...['--header', `Authorization: Bearer ${token}`, '--data', data, `https://localhost:${port}/${path}`],
        ],
        { env: { ...process.env, HOME: folder, BUF_CACHE_DIR: folder } },
      );
      return JSON.parse(stdout || '{}');
    };
    const artifact = { type: 'qscan_request', digest: 'a'.repeat(40) };
    await call('eventstore.v1.EventStoreService/IngestBatch', JSON.stringify({ events: [{ artifact }] }));
    expect(await call('qscan.v1.QscanSchedulerService/GetNextJob', '{}')).toMatchObject({ orgId: 'org_e2e', artifact });
    await expect(call('eventstore.v1.EventStoreService/Ping', '{}', 'bad')).rejects.toMatchObject({
      stderr: expect.stringContaining('unauthenticated'),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
