import type { EdgeRequest, EdgeResponse } from '../edge-route.ts';
import { breakConnection } from './break-connection.ts';

/** What a changed answer does with the bytes that its handler writes; `send` hands some on, `last` ends the answer. */
interface AnswerFilter {
  write(chunk: Buffer): void;
  end(): void;
}

interface Sending {
  send(chunk: Buffer, sent?: () => void): void;
  last(): void;
}

/** Puts a filter between a handler and its answer. Whatever the handler writes with (`write`, `end`, a pipe) passes it. */
function filterAnswer(response: EdgeResponse, filterOf: (sending: Sending) => AnswerFilter): void {
  const write = response.write.bind(response) as (chunk: Buffer, sent?: () => void) => boolean;
  const end = response.end.bind(response);
  const filter = filterOf({ send: (chunk, sent) => void write(chunk, sent), last: () => void end() });
  const pass = (args: readonly unknown[]): void => {
    const [chunk, encoding] = args;
    const done = args.find((one) => typeof one === 'function');
    if (typeof chunk === 'string')
      filter.write(Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8'));
    else if (chunk instanceof Uint8Array) filter.write(Buffer.from(chunk));
    if (typeof done === 'function') queueMicrotask(() => done());
  };
  Object.assign(response, {
    write(...args: unknown[]) {
      pass(args);
      return true;
    },
    end(...args: unknown[]) {
      pass(args);
      filter.end();
      return response;
    },
  });
}

/** The answer is made and lost: not even its head is sent before the connection breaks. */
export function loseAnswer(request: EdgeRequest, response: EdgeResponse): void {
  Object.assign(response, { writeHead: () => response, flushHeaders: () => undefined });
  filterAnswer(response, () => ({ write: () => undefined, end: () => breakConnection(request) }));
}

/** The connection breaks in the midst of the answer's first bytes, where there is no body before the answer's end. */
export function halveAnswer(request: EdgeRequest, response: EdgeResponse): void {
  let isHalved = false;
  filterAnswer(response, ({ send }) => ({
    write(chunk) {
      if (isHalved || chunk.length === 0) return;
      isHalved = true;
      send(chunk.subarray(0, Math.floor(chunk.length / 2)), () => breakConnection(request));
    },
    end() {
      if (!isHalved) breakConnection(request);
    },
  }));
}

const dripsPerSecond = 20;

/** The answer's body comes at so many bytes a second. */
export function slowAnswer(response: EdgeResponse, bytesPerSecond: number): void {
  const step = Math.max(1, Math.round(bytesPerSecond / dripsPerSecond));
  const pause = (1000 * step) / bytesPerSecond;
  filterAnswer(response, ({ send, last }) => {
    let waiting = Buffer.alloc(0);
    let isEnding = false;
    let timer: NodeJS.Timeout | undefined;
    const drip = (): void => {
      if (waiting.length === 0) {
        timer = undefined;
        if (isEnding) last();
        return;
      }
      send(waiting.subarray(0, step));
      waiting = waiting.subarray(step);
      timer = setTimeout(drip, pause);
    };
    response.on('close', () => clearTimeout(timer));
    return {
      write(chunk) {
        waiting = Buffer.concat([waiting, chunk]);
        if (timer === undefined) drip();
      },
      end() {
        isEnding = true;
        if (timer === undefined) drip();
      },
    };
  });
}

/** Bytes that are no message of Protocol Buffers (a field of number 0x1fffffff and no such wire type), no JSON and no XML. */
const nonsense = Buffer.from([0xff, 0xff, 0xff, 0xff]);

/** The answer keeps its head and its trailers, and its body becomes one that cannot be parsed. */
export function garbleAnswer(response: EdgeResponse, requestType = ''): void {
  const isEnveloped = /^application\/(?:grpc|connect\+)/.test(requestType);
  const body = isEnveloped ? Buffer.concat([Buffer.from([0, 0, 0, 0, nonsense.length]), nonsense]) : nonsense;
  // Its length is another now.
  const setHeader = response.setHeader.bind(response);
  const writeHead = response.writeHead.bind(response);
  const isLength = (name: string): boolean => name.toLowerCase() === 'content-length';
  Object.assign(response, {
    setHeader: (name: string, value: string) => (isLength(name) ? response : setHeader(name, value)),
    writeHead: (status: number, headers: Readonly<Record<string, string>> = {}) =>
      writeHead(status, Object.fromEntries(Object.entries(headers).filter(([name]) => !isLength(name)))),
  });
  filterAnswer(response, ({ send, last }) => ({
    write: () => undefined,
    end() {
      send(body);
      last();
    },
  }));
}
