/** Where the Edge under test listens, and with whom it speaks. */
export interface EdgeAddress {
  /** On 127.0.0.1, TLS and plain text. */
  readonly port: number;
  /** PEM. */
  readonly ca: string;
  readonly token: string;
  /** Of the push channel. */
  readonly ablyKey: string;
}
