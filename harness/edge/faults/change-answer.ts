import type { EdgeResponse } from '../edge-route.ts';

/** What a changed answer does with what its handler writes; `done` asks the handler for more. */
interface AnswerFilter {
  write(chunk: Buffer, done: () => void): void;
  end(): void;
}

/** `send` hands some bytes on, `last` ends the answer. */
interface Sending {
  send(chunk: Buffer, sent?: () => void): void;
  last(): void;
}

/** Puts a filter between a handler and its answer. Whatever the handler writes with (`write`, `end`, a pipe) passes it. */
function filterAnswer(response: EdgeResponse, filterOf: (sending: Sending) => AnswerFilter): void {
  const write = response.write.bind(response) as (chunk: Buffer, sent?: () => void) => boolean;
  const end = response.end.bind(response);
  const filter = filterOf({ send: (chunk, sent) => void write(chunk, sent), last: () => void end() });
  /** False, and a 'drain' later, as long as the filter has not done with a chunk: a handler must not run ahead of a slow answer. */
  const pass = ([chunk, ...rest]: readonly unknown[]): boolean => {
    const called = [chunk, ...rest].find((one) => typeof one === 'function') as (() => void) | undefined;
    const encoding = rest.find((one) => typeof one === 'string') as BufferEncoding | undefined;
    const isText = typeof chunk === 'string';
    if (!isText && !(chunk instanceof Uint8Array)) {
      if (called !== undefined) queueMicrotask(called);
      return true;
    }
    let isDone = false;
    let isLate = false;
    filter.write(isText ? Buffer.from(chunk, encoding) : Buffer.from(chunk), () => {
      isDone = true;
      if (called !== undefined) queueMicrotask(called);
      if (isLate) response.emit('drain');
    });
    isLate = !isDone;
    return isDone;
  };
  Object.assign(response, {
    write: (...args: unknown[]) => pass(args),
    end(...args: unknown[]) {
      pass(args);
      filter.end();
      return response;
    },
  });
}

/** The answer is made and lost: not even its head is sent before the connection breaks. */
export function loseAnswer(response: EdgeResponse, cut: () => void): void {
  Object.assign(response, { writeHead: () => response, flushHeaders: () => undefined });
  filterAnswer(response, () => ({ write: (_, done) => done(), end: cut }));
}

/** The connection breaks in the midst of the answer's first bytes, where there is no body before the answer's end. */
export function halveAnswer(response: EdgeResponse, cut: () => void): void {
  let isHalved = false;
  filterAnswer(response, ({ send }) => ({
    write(chunk, done) {
      done();
      if (isHalved || chunk.length === 0) return;
      isHalved = true;
      send(chunk.subarray(0, Math.floor(chunk.length / 2)), cut);
    },
    end() {
      if (!isHalved) cut();
    },
  }));
}

const dripsPerSecond = 20;

/** The answer's body comes at so many bytes a second. */
export function slowAnswer(response: EdgeResponse, bytesPerSecond: number): void {
  const step = Math.max(1, Math.round(bytesPerSecond / dripsPerSecond));
  const pause = (1000 * step) / bytesPerSecond;
  filterAnswer(response, ({ send, last }) => {
    const waiting: { readonly chunk: Buffer; readonly done: () => void }[] = [];
    let sent = 0;
    let isEnding = false;
    let timer: NodeJS.Timeout | undefined;
    const drip = (): void => {
      timer = undefined;
      const [first] = waiting;
      if (response.destroyed) return;
      if (first === undefined) {
        if (isEnding) last();
        return;
      }
      send(first.chunk.subarray(sent, sent + step));
      sent += step;
      timer = setTimeout(drip, pause);
      if (sent < first.chunk.length) return;
      sent = 0;
      waiting.shift();
      first.done();
    };
    response.on('close', () => clearTimeout(timer));
    return {
      write(chunk, done) {
        if (chunk.length === 0) return done();
        waiting.push({ chunk, done });
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

/** The answer keeps its head and the trailers that are no part of its body, which becomes one that cannot be parsed. */
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
    write: (_, done) => done(),
    end() {
      send(body);
      last();
    },
  }));
}
