import { fork } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { outcome, say } from './say.ts';

// Fetches a URL in a worker and in a child; says what each saw. Both must then end by themselves.
const url = process.argv[2] ?? '';
const self = new URL(import.meta.url);
const got = () => outcome(fetch(url, { headers: { connection: 'close' } }).then((response) => response.text()));

if (!isMainThread) parentPort?.postMessage([os.hostname(), await got()]);
else if (process.argv[3] === 'child') {
  process.send?.([os.hostname(), await got()]);
  process.disconnect();
} else {
  const worker = new Worker(self, { argv: [url] });
  say((await once(worker, 'message'))[0]);
  await once(worker, 'exit');
  const child = fork(self, [url, 'child']);
  say((await once(child, 'message'))[0]);
  await once(child, 'exit');
}
