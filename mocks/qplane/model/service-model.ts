/** Where a value comes from: a variable of Qtap's own process, or the snapshot itself, in clear (reference, qplane.md section 4). */
export type ValueSourceModel = { readonly type: 'env' | 'text'; readonly value: string };

/** Where events go: those of plugins, connections, and records of objects. */
export type EventStoreModel =
  | {
      readonly id: string;
      readonly type: 'pulse';
      /** Default `https://api-pulse.qpoint.io`. */
      readonly url?: string;
      /** Without a value, Qtap does not start. */
      readonly token: ValueSourceModel;
      /** True is required for `http://`, and means h2c. */
      readonly allowInsecure?: boolean;
    }
  | { readonly id: string; readonly type: 'axiom'; readonly token: ValueSourceModel }
  | {
      readonly id: string;
      readonly type: 'otel';
      readonly endpoint?: string;
      readonly protocol?: 'grpc' | 'http' | 'stdout';
      readonly headers?: Readonly<Record<string, string>>;
      readonly serviceName?: string;
      readonly environment?: string;
      readonly tls?: { readonly enabled?: boolean; readonly insecureSkipVerify?: boolean };
    }
  | { readonly id: string; readonly type: 'stdout' | 'disabled' };

interface ObjectStoreBase {
  readonly id: string;
  /** Who gets the records of its objects; default: the first event store. */
  readonly eventStore?: StoreReferenceModel;
}

/** A store by its id. */
export interface StoreReferenceModel {
  readonly id: string;
  readonly disabled?: boolean;
}

/** A bucket of the customer's own. */
interface S3StoreModel extends ObjectStoreBase {
  readonly type: 's3';
  /** `host[:port]`, without a scheme; default `s3.amazonaws.com`. */
  readonly endpoint?: string;
  readonly bucket: string;
  /** Default `us-east-1`. */
  readonly region?: string;
  /** Of an object, for records: `{{DIGEST}}`, `{{BUCKET}}`, `{{ENDPOINT}}` and `{{SCHEME}}` are filled in. */
  readonly accessUrl?: string;
  /** Plain HTTP. */
  readonly insecure?: boolean;
  /** One key without the other is refused by Qtap, both left out by the older of its two known versions. */
  readonly keys?: { readonly accessKey: ValueSourceModel; readonly secretKey: ValueSourceModel };
}

/** Where payloads go. */
export type ObjectStoreModel =
  | S3StoreModel
  /** Qpoint's own cloud storage; `url` by default `https://warehouse.qpoint.io`. */
  | (ObjectStoreBase & { readonly type: 'qpoint'; readonly url?: string; readonly token: ValueSourceModel })
  | (ObjectStoreBase & { readonly type: 'stdout' | 'otel' | 'disabled' });
