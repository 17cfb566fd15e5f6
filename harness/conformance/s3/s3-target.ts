import type { S3 } from '@aws-sdk/client-s3';

/** Where S3 is and who asks. */
export interface S3Access {
  /** Origin, for example `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A place of a group's own: buckets whose names begin with `prefix`. */
export interface S3Target {
  readonly access: S3Access;
  readonly prefix: string;
  /** What cases of the group have noted for later ones: ids that the server made. */
  readonly notes: Map<string, string>;
  /** The SDK's client, made when first asked for. */
  client(): Promise<S3>;
}
