import { errorCodes, type S3ErrorCode } from './error-codes.ts';

export interface S3ErrorDetails {
  /** Replaces the code's default message. */
  readonly message?: string;
  /** Further elements of the XML document, in order: `Region`, `BucketName`, … */
  readonly fields?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal as S3 words it; the pipeline turns it into an XML answer. */
export class S3Error extends Error {
  override readonly name = 'S3Error';
  readonly code: S3ErrorCode;
  readonly status: number;
  readonly fields: Readonly<Record<string, string | number | undefined>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: S3ErrorCode, { message, fields = {}, headers = {} }: S3ErrorDetails = {}) {
    super(message ?? errorCodes[code][1]);
    this.code = code;
    this.status = errorCodes[code][0];
    this.fields = fields;
    this.headers = headers;
  }
}
