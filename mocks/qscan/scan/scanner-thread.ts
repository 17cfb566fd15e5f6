import { parentPort, workerData } from 'node:worker_threads';
import { loadTokenClassifier } from '../detection/language/load-token-classifier.ts';
import { holdMemory } from './hold-memory.ts';
import { ScanInputError } from './scan-input.ts';
import type { ScannerMessage, ScanRequest } from './scan-messages.ts';
import { scanObject } from './scan-object.ts';

/** One scanner: a thread with a session of its own. It answers one request after the other. */
const port = parentPort;
if (port === null) throw new Error('scanner-thread.ts is started by the scanner pool, not by hand.');
const say = (message: ScannerMessage) => port.postMessage(message);

holdMemory((workerData as { readonly memory: number }).memory);
const classifier = await loadTokenClassifier();
port.on('message', async (request: ScanRequest) => {
  try {
    say({ kind: 'result', id: request.id, result: await scanObject(request, classifier) });
  } catch (error) {
    say({ kind: 'failed', id: request.id, problem: problem(error) });
  }
});
say({ kind: 'ready' });

/** Messages of other errors may quote what was scanned; their name and place do not. */
function problem(error: unknown): string {
  if (error instanceof ScanInputError) return error.message;
  return `the scanner failed: ${error instanceof Error ? error.name : 'unknown error'}`;
}
