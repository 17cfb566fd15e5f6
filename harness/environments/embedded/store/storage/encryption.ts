/** How an object is said to be encrypted. Nothing is: only the headers and the key of the customer are kept and checked. */
export type Encryption =
  | { readonly kind: 'AES256' }
  | {
      readonly kind: 'aws:kms' | 'aws:kms:dsse';
      /** ARN. */
      readonly keyId: string;
      readonly bucketKey: boolean;
      /** Base64 JSON, as sent. */
      readonly context: string | undefined;
    }
  | {
      readonly kind: 'customer';
      /** Base64 MD5 of the key, which is not kept. */
      readonly keyMd5: string;
    };
