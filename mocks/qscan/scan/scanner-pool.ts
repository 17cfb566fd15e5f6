import { Worker } from 'node:worker_threads';
import type { ScannerMessage, ScanRequest, ScanResult } from './scan-messages.ts';

/** A scan that ended without a result; the message holds nothing of what was scanned. */
export class ScanError extends Error {
  override readonly name = 'ScanError';
}

export interface ScannerPool extends AsyncDisposable {
  /** Scans on the next free thread. Rejects with `ScanError`. */
  scan(request: Omit<ScanRequest, 'id'>): Promise<ScanResult>;
}

interface Scan extends PromiseWithResolvers<ScanResult> {
  readonly request: ScanRequest;
}

/** MiB; V8's own default lets a thread that makes much short-lived text grow by 48. */
const youngGeneration = 6;

/** Starts `size` threads, each of which holds `memory` MiB; resolves when each has loaded its model. */
export async function startScannerPool(size: number, memory = 0): Promise<{ pool: ScannerPool }> {
  const idle: Worker[] = [];
  const waiting: Scan[] = [];
  const busy = new Map<Worker, Scan>();
  const threads = new Set<Worker>();
  let nextId = 1;
  let isStopping = false;

  const assign = () => {
    for (let thread = idle[0], scan = waiting[0]; thread && scan; thread = idle[0], scan = waiting[0]) {
      idle.shift();
      waiting.shift();
      busy.set(thread, scan);
      thread.postMessage(scan.request);
    }
  };
  const finish = (thread: Worker, end: (scan: Scan) => void) => {
    const scan = busy.get(thread);
    busy.delete(thread);
    if (scan !== undefined) end(scan);
  };
  const start = () => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const cache = process.env.NODE_COMPILE_CACHE;
    const thread = new Worker(new URL('scanner-thread.ts', import.meta.url), {
      env: cache === undefined ? {} : { NODE_COMPILE_CACHE: cache },
      workerData: { memory },
      resourceLimits: { maxYoungGenerationSizeMb: youngGeneration },
    });
    let isLoaded = false;
    threads.add(thread);
    thread.on('message', (message: ScannerMessage) => {
      if (message.kind === 'ready') {
        isLoaded = true;
        resolve();
      } else if (message.kind === 'result') finish(thread, (scan) => scan.resolve(message.result));
      else finish(thread, (scan) => scan.reject(new ScanError(message.problem)));
      idle.push(thread);
      assign();
    });
    thread.on('error', (error: Error) => {
      threads.delete(thread);
      const found = idle.indexOf(thread);
      if (found !== -1) idle.splice(found, 1);
      reject(new ScanError(`a scanner cannot start: ${error.message}`));
      finish(thread, (scan) => scan.reject(new ScanError(`the scanner stopped: ${error.name}`)));
      if (isLoaded && !isStopping) start().catch(fail);
    });
    return promise;
  };
  /** A thread that cannot be replaced leaves nobody to scan. */
  const fail = (error: unknown) => {
    for (const scan of waiting.splice(0)) scan.reject(error);
  };
  const stop = async () => {
    isStopping = true;
    await Promise.all([...threads].map((thread) => thread.terminate()));
  };

  try {
    await Promise.all(Array.from({ length: size }, start));
    const scan: ScannerPool['scan'] = (request) => {
      const entry = { request: { ...request, id: nextId++ }, ...Promise.withResolvers<ScanResult>() };
      waiting.push(entry);
      assign();
      return entry.promise;
    };
    return { pool: { scan, [Symbol.asyncDispose]: stop } };
  } catch (error) {
    await stop();
    throw error;
  }
}
