import { S3Error } from '../../errors/s3-error.ts';

/** Takes the parts of a form as they come. */
export interface FormSink {
  field(name: string, value: string): void;
  /** The file begins: everything that may decide about it has come. */
  file(fileName: string): void;
  content(bytes: Buffer): void;
}

const mostFieldBytes = 20 * 1024;
const blankLine = Buffer.from('\r\n\r\n');

type State = 'before' | 'heading' | 'field' | 'file' | 'after';

/**
 * Takes a `multipart/form-data` body apart, however it is cut up, in constant memory. Fields come before the one file; what
 * follows it does not count. Source: RFC 7578; S3 API reference, "POST Object". Throws `MalformedPOSTRequest`,
 * `MaxPostPreDataLengthExceededError`.
 */
export class FormDecoder {
  readonly #sink: FormSink;
  readonly #delimiter: Buffer;
  #state: State = 'before';
  /** The first boundary has no line end before it: one is put there. */
  #pending: Buffer = Buffer.from('\r\n');
  #name = '';
  #fieldBytes = 0;

  constructor(boundary: string, sink: FormSink) {
    this.#delimiter = Buffer.from(`\r\n--${boundary}`);
    this.#sink = sink;
  }

  push(bytes: Buffer): void {
    let left: Buffer = Buffer.concat([this.#pending, bytes]);
    for (let next = this.#step(left); next !== undefined; next = this.#step(left)) left = next;
    this.#pending = this.#state === 'after' ? Buffer.alloc(0) : this.#keep(left);
    const beforeFile = this.#state !== 'file' && this.#state !== 'after';
    if (beforeFile && this.#fieldBytes + this.#pending.length > mostFieldBytes)
      throw new S3Error('MaxPostPreDataLengthExceededError');
  }

  /** Throws where the file, or the end of it, never came. */
  finish(): void {
    if (this.#state !== 'after') throw new S3Error('MalformedPOSTRequest');
  }

  /** What is left after one part of the form; undefined where more bytes are needed. */
  #step(bytes: Buffer): Buffer | undefined {
    if (this.#state === 'after') return undefined;
    if (this.#state === 'heading') return this.#takeHeading(bytes);
    const at = bytes.indexOf(this.#delimiter);
    const end = at + this.#delimiter.length;
    if (at === -1 || bytes.length < end + 2) return undefined;
    if (this.#state === 'field') {
      this.#fieldBytes += end;
      this.#sink.field(this.#name, bytes.toString('utf8', 0, at));
    }
    if (this.#state === 'file') {
      if (at > 0) this.#sink.content(bytes.subarray(0, at));
      this.#state = 'after';
      return undefined;
    }
    const ending = bytes.toString('latin1', end, end + 2);
    if (ending !== '\r\n' && ending !== '--') throw new S3Error('MalformedPOSTRequest');
    this.#state = ending === '--' ? 'after' : 'heading';
    // The line end stays, so that a heading without lines still ends with a blank one.
    return bytes.subarray(end);
  }

  #takeHeading(bytes: Buffer): Buffer | undefined {
    const end = bytes.indexOf(blankLine);
    if (end === -1) return undefined;
    const disposition = /(?:^|\r\n)content-disposition:([^\r\n]*)/i.exec(bytes.toString('utf8', 0, end))?.[1] ?? '';
    const name = /;\s*name="([^"]*)"/i.exec(disposition)?.[1];
    if (name === undefined) throw new S3Error('MalformedPOSTRequest');
    this.#name = name.toLowerCase();
    this.#state = this.#name === 'file' ? 'file' : 'field';
    if (this.#state === 'file') this.#sink.file(/;\s*filename="([^"]*)"/i.exec(disposition)?.[1] ?? '');
    return bytes.subarray(end + blankLine.length);
  }

  /** Hands over what cannot belong to a boundary, and keeps the rest for when more has come. */
  #keep(bytes: Buffer): Buffer {
    if (this.#state !== 'file') return bytes;
    const sure = Math.max(0, bytes.length - this.#delimiter.length - 2);
    if (sure > 0) this.#sink.content(bytes.subarray(0, sure));
    return bytes.subarray(sure);
  }
}
