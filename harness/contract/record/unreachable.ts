/** What the network's codes mean to somebody who gave a URL. */
const meanings: Readonly<Record<string, string>> = {
  ABORT_ERR: 'the recording was ended before',
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no host of this name',
  EAI_AGAIN: 'the name server does not answer',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no way to this host',
  ENETUNREACH: 'there is no way to this network',
  ECONNRESET: 'it closed the connection',
  EPROTO: 'it does not speak TLS there',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS there',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS there',
  ERR_HTTP2_ERROR: 'it does not speak HTTP/2 there, which gRPC needs',
  ERR_HTTP2_STREAM_ERROR: 'it reset the stream',
  ERR_HTTP2_STREAM_CLOSED: 'it closed the stream',
  ERR_HTTP2_SESSION_ERROR: 'it ended the session',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};
const untrusted = new Set([
  ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
  ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT'],
]);

/** Why an upstream did not answer, in one sentence of our own words: an error's message may quote what was sent. */
export function unreachable(origin: URL, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  const known = code !== undefined && /^[A-Z][A-Z0-9_]+$/.test(code) ? code : 'an error without a code';
  const meaning = untrusted.has(known)
    ? 'its certificate is signed by nobody trusted here (NODE_EXTRA_CA_CERTS=FILE adds a CA)'
    : Object.hasOwn(meanings, known)
      ? meanings[known]
      : known.startsWith('HPE_')
        ? 'it does not speak HTTP there'
        : 'the request failed';
  return `${origin.origin} gave no answer: ${meaning} (${known})`;
}
