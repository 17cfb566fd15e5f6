import type { ClientRequest } from 'node:http';

/** Milliseconds without a byte: an API server gives a webhook 30 s at most, and answers then. */
const patience = 35_000;

/** Fails a request to which nothing is answered, as behind a VPN that is down: not one whose answer comes bit by bit. */
export function failWhenSilent(outgoing: ClientRequest, limit = patience): ClientRequest {
  return outgoing.setTimeout(limit, () => outgoing.destroy(new Error(`no answer within ${limit / 1000} s`)));
}
