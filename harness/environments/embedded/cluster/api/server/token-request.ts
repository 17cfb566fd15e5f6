import { issuer, type TokenDemand } from '../authentication/service-account-tokens.ts';
import { decodeBody } from '../decoding/decode-body.ts';
import { badRequest, invalid } from '../objects/api-error.ts';
import { invalidValue } from '../objects/field-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { Registry } from '../registry/registry.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import { methodNotAllowed } from './errors.ts';
import { type Exchange, readBody, sendJson } from './exchange.ts';
import { writeOptions } from './write-options.ts';

const kind = { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' };

interface TokenRequestSpec {
  readonly audiences?: readonly string[];
  readonly expirationSeconds?: number;
  readonly boundObjectRef?: { kind?: string; apiVersion?: string; name?: string; uid?: string };
}

/** `serviceaccounts/NAME/token`. Source: kubernetes `pkg/registry/core/serviceaccount/storage/token.go`. */
export async function answerTokenRequest(
  exchange: Exchange,
  registry: Registry,
  type: ResourceType,
  { namespace = '', name }: { namespace: string | undefined; name: string },
): Promise<void> {
  if (exchange.method !== 'POST') throw methodNotAllowed();
  const contentType = exchange.request.headers['content-type'] ?? '';
  const { validation } = writeOptions(exchange);
  const request = await decodeBody(await readBody(exchange), contentType, kind, validation, exchange.warnings);
  const { metadata } = registry.get(type, { namespace, name });
  const spec = (request.spec ?? {}) as TokenRequestSpec;
  const { expirationSeconds = 3600, boundObjectRef = null } = spec;
  const limit =
    expirationSeconds < 600 ? 'less than 10 minutes' : expirationSeconds > 2 ** 32 ? 'larger than 2^32 seconds' : '';
  if (limit) {
    const detail = `may not specify a duration ${limit}`;
    throw invalid(kind, '', [invalidValue('spec.expirationSeconds', expirationSeconds, detail)]);
  }
  const audiences = spec.audiences?.length ? spec.audiences : [issuer];
  const boundTo = boundObject(spec.boundObjectRef);
  const status = exchange.security.tokens.issue(
    { namespace, name },
    { audiences, expirationSeconds, ...(boundTo && { boundTo }) },
  );
  const { uid, creationTimestamp } = metadata as KubeObject['metadata'];
  sendJson(exchange, 201, {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name, namespace, uid, creationTimestamp },
    spec: { audiences, expirationSeconds, boundObjectRef },
    status,
  });
}

function boundObject(reference: TokenRequestSpec['boundObjectRef']): TokenDemand['boundTo'] {
  if (!reference) return undefined;
  const { kind: of = '', apiVersion = '', name = '', uid } = reference;
  if (apiVersion !== 'v1' || (of !== 'Pod' && of !== 'Secret' && of !== 'Node')) {
    const [version = '', group = ''] = apiVersion.split('/').reverse();
    throw badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${of}`);
  }
  return { kind: of, name, ...(uid && { uid }) };
}
