import { issuer } from '../authentication/service-account-tokens.ts';
import type { Exchange } from './exchange.ts';

/**
 * How others check the tokens of service accounts: OpenID discovery of their issuer, and its key. Undefined for any other
 * path. Source: kubernetes `pkg/routes/openidmetadata.go`.
 */
export function issuerDocument(
  { request, security }: Exchange,
  path: string,
): { readonly body: string; readonly contentType: string } | undefined {
  if (path === '/openid/v1/jwks') {
    return { body: JSON.stringify({ keys: [security.tokens.publicJwk()] }), contentType: 'application/jwk-set+json' };
  }
  if (path !== '/.well-known/openid-configuration') return undefined;
  const { localAddress, localPort } = request.socket;
  const configuration = {
    issuer,
    jwks_uri: `https://${localAddress}:${localPort}/openid/v1/jwks`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
  };
  return { body: JSON.stringify(configuration), contentType: 'application/json' };
}
