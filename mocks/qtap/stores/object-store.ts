export interface StoredBytes {
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly artifactType: string;
  /** SHA-1 of the bytes in lower-case hex; the object's key. */
  readonly digest: string;
}

/** Keeps the bytes of artifacts. */
export interface ObjectStore {
  /** Resolves with the record's URL, or undefined where no record is to be sent; rejects when the bytes are lost. */
  put(object: StoredBytes): Promise<string | undefined>;
}

/** No store configured, or a disabled one: nothing is kept, nothing is said. */
export const noStore: ObjectStore = { put: async () => undefined };
