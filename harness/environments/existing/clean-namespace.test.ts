import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { createCertificateAuthority } from '../embedded/certificates/certificate-authority.ts';
import { kubeconfig } from '../embedded/cluster/api/server/kubeconfig.ts';
import { startTestServer } from '../embedded/cluster/api/testing/start-test-server.ts';
import { cleanNamespace } from './clean-namespace.ts';

async function clean(config: string, namespace: string): Promise<string[]> {
  using folder = temporaryFolder();
  const file = join(folder.path, 'config');
  writeFileSync(file, config);
  vi.stubEnv('KUBECONFIG', file);
  const lines: string[] = [];
  await cleanNamespace({ context: undefined, namespace, dryRun: false, report: (line) => lines.push(line) });
  return lines;
}

test('a namespace that is not there is not a clean one', async () => {
  await using running = await startTestServer();
  const config = running.server.kubeconfig;
  await expect(clean(config, 'qpiont')).rejects.toThrow(
    /There is no namespace qpiont in the cluster of the context .*: name the one that the run had by --namespace\./,
  );
  expect(await clean(config, 'default')).toEqual(['Nothing is left of a run in the namespace default.']);
});

test("a gateway's own 404 is no word of the cluster's", async () => {
  const ca = await createCertificateAuthority({ runId: 'test' });
  const { certPem, keyPem } = await ca.issue({ names: ['localhost'], ips: ['127.0.0.1'] });
  const gateway = createServer({ cert: certPem, key: keyPem }, (_, response) => {
    response.writeHead(404).end('<html>not here</html>');
  });
  gateway.listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  const { port } = gateway.address() as AddressInfo;
  const config = kubeconfig({ url: `https://127.0.0.1:${port}`, token: 't', caPem: ca.certPem });
  await expect(clean(config, 'default')).rejects.toThrow(/does not answer \(HTTP 404: <html>not here<\/html>\)/);
  gateway.close();
});
