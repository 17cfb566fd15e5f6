import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createCertificateAuthority } from '../../environments/embedded/certificates/certificate-authority.ts';
import { createEmbeddedStore, startEmbedded } from '../../environments/embedded/start-embedded.ts';
import { createIam } from '../../iam/iam.ts';
import { connection } from '../../kubernetes/connection.ts';

/** Starts an embedded environment once in this process, imports aside, and prints milliseconds until both servers answered. */
async function main(): Promise<void> {
  const runDirectory = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const startedAt = performance.now();
    await using environment = await start(runDirectory);
    const { server, tls, headers } = await connection(environment.kubeconfig);
    await answer(new URL('/api/v1/nodes', server), { ...tls, headers: await headers() });
    await (await fetch(environment.objectStore.endpoint)).text();
    process.stdout.write(`${performance.now() - startedAt}\n`);
  } finally {
    rmSync(runDirectory, { recursive: true });
  }
}

async function start(runDirectory: string) {
  const region = 'eu-central-1';
  const root = { accessKeyId: 'AKIABENCH', secretAccessKey: 'bench' };
  const iam = createIam();
  iam.addAccessKey({ ...root, user: 'root' });
  return startEmbedded({
    ca: await createCertificateAuthority({ runId: 'bench' }),
    images: { resolve: () => undefined, hint: () => '' },
    runDirectory,
    realTime: false,
    nodes: [{ name: 'node-1', cpu: '4', memory: '16Gi' }],
    externalConnection: (socket) => socket.destroy(),
    store: createEmbeddedStore({ accounts: iam, region }),
    root,
    region,
  });
}

function answer(url: URL, options: object): Promise<string> {
  return new Promise((resolve, reject) => {
    request(url, options, (response) => resolve(text(response)))
      .on('error', reject)
      .end();
  });
}

await main();
