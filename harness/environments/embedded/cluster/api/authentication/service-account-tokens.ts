import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign, verify, type webcrypto } from 'node:crypto';
import { notFound } from '../objects/api-error.ts';
import type { JsonObject } from '../objects/json.ts';
import type { ObjectStorage } from '../storage/object-storage.ts';
import { authenticated, serviceAccountGroups, type User } from './user.ts';

/** kubeadm's `--service-account-issuer`, which is also the audience of the API server. */
export const issuer = 'https://kubernetes.default.svc.cluster.local';

/**
 * Seconds that the ServiceAccount admission asks for, and what such a token gets, so that clients which never read it anew
 * go on working. Source: `--service-account-extend-token-expiration` of kube-apiserver.
 */
const kubeletExpiration = 3607;
const extendedExpiration = 365 * 24 * 3600;

export interface TokenDemand {
  /** By default that of the API server. */
  readonly audiences?: readonly string[] | undefined;
  /** By default an hour. */
  readonly expirationSeconds?: number | undefined;
  /** The token dies with this object, which lies in the service account's namespace (a node in none). */
  readonly boundTo?: { readonly kind: 'Pod' | 'Secret' | 'Node'; readonly name: string; readonly uid?: string };
}

export interface IssuedToken {
  readonly token: string;
  /** RFC 3339. */
  readonly expirationTimestamp: string;
}

interface Bound {
  readonly name: string;
  readonly uid: string;
}

interface Claims {
  readonly aud: readonly string[];
  readonly exp: number;
  readonly jti: string;
  readonly 'kubernetes.io': {
    readonly namespace: string;
    readonly serviceaccount: Bound;
    readonly pod?: Bound;
    readonly secret?: Bound;
    readonly node?: Bound;
  };
}

/** Issues and checks the tokens of service accounts: JWTs with the claims of a real API server, signed with ES256. */
export class ServiceAccountTokens {
  readonly #storage: ObjectStorage;
  #keys: { publicKey: KeyObject; privateKey: KeyObject; id: string } | undefined;

  constructor(storage: ObjectStorage) {
    this.#storage = storage;
  }

  /** Throws ApiError NotFound for an account or bound object that is not there. */
  issue(account: { namespace: string; name: string }, demand: TokenDemand = {}): IssuedToken {
    const { namespace, name } = account;
    const { audiences = [issuer], expirationSeconds = 3600, boundTo } = demand;
    const serviceAccount = this.#bound('serviceaccounts', { namespace, name });
    const objects = boundTo ? this.#bind(namespace, boundTo) : {};
    const now = Math.floor(Date.now() / 1000);
    const expiry = now + expirationSeconds;
    const isExtended = expirationSeconds === kubeletExpiration && audiences.includes(issuer);
    const payload = {
      aud: audiences,
      exp: isExtended ? now + extendedExpiration : expiry,
      iat: now,
      iss: issuer,
      jti: randomUUID(),
      'kubernetes.io': { namespace, ...objects, serviceaccount: serviceAccount },
      nbf: now,
      sub: `system:serviceaccount:${namespace}:${name}`,
    };
    const { privateKey, id } = this.#signingKeys();
    const text = `${encode({ alg: 'ES256', kid: id })}.${encode(payload)}`;
    const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return {
      token: `${text}.${signature.toString('base64url')}`,
      expirationTimestamp: `${new Date(expiry * 1000).toISOString().slice(0, 19)}Z`,
    };
  }

  /** Whose token it is and for whom; undefined for one that is not of this cluster, is expired, or whose objects are gone. */
  verify(token: string): { user: User; audiences: readonly string[] } | undefined {
    const claims = this.#claims(token);
    if (!claims || claims.exp * 1000 <= Date.now()) return undefined;
    const { namespace, serviceaccount, pod, secret, node } = claims['kubernetes.io'];
    const present = (storage: string, bound: Bound, of?: string): boolean =>
      this.#storage.get(storage, { namespace: of, name: bound.name })?.metadata.uid === bound.uid;
    if (!present('serviceaccounts', serviceaccount, namespace)) return undefined;
    if (pod && !present('pods', pod, namespace)) return undefined;
    if (secret && !present('secrets', secret, namespace)) return undefined;
    if (node && !pod && !present('nodes', node)) return undefined;
    const prefix = 'authentication.kubernetes.io/';
    const named = { pod, node };
    const extra = Object.entries(named).flatMap(([kind, bound]) =>
      bound ? [[`${prefix}${kind}-name`, [bound.name]] as const, [`${prefix}${kind}-uid`, [bound.uid]] as const] : [],
    );
    return {
      user: {
        name: `system:serviceaccount:${namespace}:${serviceaccount.name}`,
        uid: serviceaccount.uid,
        groups: [...serviceAccountGroups(namespace), authenticated],
        extra: { [`${prefix}credential-id`]: [`JTI=${claims.jti}`], ...Object.fromEntries(extra) },
      },
      audiences: claims.aud,
    };
  }

  /** The key that checks the tokens, as a JSON Web Key. */
  publicJwk(): webcrypto.JsonWebKey & { kid: string } {
    const { publicKey, id } = this.#signingKeys();
    return { use: 'sig', kid: id, alg: 'ES256', ...publicKey.export({ format: 'jwk' }) };
  }

  #claims(token: string): Claims | undefined {
    const [head = '', payload = '', signature = '', ...more] = token.split('.');
    if (!signature || more.length || !this.#keys) return undefined;
    const key = { key: this.#keys.publicKey, dsaEncoding: 'ieee-p1363' } as const;
    const signed = Buffer.from(`${head}.${payload}`);
    if (!verify('sha256', signed, key, Buffer.from(signature, 'base64url'))) return undefined;
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Claims;
  }

  #bind(namespace: string, { kind, name, uid }: NonNullable<TokenDemand['boundTo']>): JsonObject {
    const plural = `${kind.toLowerCase()}s`;
    const bound = this.#bound(plural, kind === 'Node' ? { name } : { namespace, name }, uid);
    if (kind !== 'Pod') return { [kind.toLowerCase()]: { ...bound } };
    const pod = this.#storage.get(plural, { namespace, name });
    const nodeName = (pod?.spec as { nodeName?: string } | undefined)?.nodeName;
    const node = nodeName === undefined ? undefined : this.#storage.get('nodes', { name: nodeName });
    return {
      ...(node && { node: { name: node.metadata.name, uid: node.metadata.uid ?? '' } }),
      pod: { ...bound },
    };
  }

  #bound(plural: string, key: { namespace?: string; name: string }, uid?: string): Bound {
    const object = this.#storage.get(plural, key);
    if (!object || (uid !== undefined && uid !== object.metadata.uid)) throw notFound({ group: '', plural }, key.name);
    return { name: key.name, uid: object.metadata.uid ?? '' };
  }

  /** Made at the first token: most clusters of a test need none. */
  #signingKeys() {
    if (this.#keys) return this.#keys;
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const der = publicKey.export({ type: 'spki', format: 'der' });
    this.#keys = { publicKey, privateKey, id: createHash('sha256').update(der).digest('base64url') };
    return this.#keys;
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
