import { once } from 'node:events';
import { connect } from 'node:net';
import { testCluster } from '../test-cluster.ts';
import { outcome, say } from './say.ts';

// A harness that uses everything once and ends by itself, because nothing it opened is left.
const held = Promise.withResolvers<void>();
const cluster = await testCluster(() => held.resolve());
const pod = await cluster.pod('a');
await pod.start('serve', ['80']).said();
const client = pod.start('fetch-all', ['http://example.com']);
await held.promise;
const control = JSON.parse(pod.environment.POD_NETWORK ?? '').control as number;
const real = cluster.network.port(pod.ip, 80) ?? 0;
await cluster[Symbol.asyncDispose]();
say((await client.exited).signal);
for (const port of [control, real]) say(await outcome(once(connect(port, '127.0.0.1'), 'connect')));
