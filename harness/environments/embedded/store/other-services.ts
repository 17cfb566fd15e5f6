import type { Incoming, Outgoing } from './http/incoming.ts';

/** Services of AWS other than S3 at the same address. */
export interface OtherServices {
  /** Names as a signature's scope has them, for example `iam`. */
  readonly names: ReadonlySet<string>;
  /** Answers a request signed for one of them. */
  handle(request: Incoming, response: Outgoing): Promise<void>;
}

/** The service that a request is signed for; undefined where it is not signed by header. */
export function signedService({ headers }: Incoming): string | undefined {
  return /Credential=[^,]*\/([a-z0-9-]+)\/aws4_request/.exec(headers.authorization ?? '')?.[1];
}
