import type { User } from '../authentication/user.ts';
import type { Attributes } from '../authorization/attributes.ts';
import type { PolicyRule } from '../authorization/policy-rule.ts';
import { decodeBody } from '../decoding/decode-body.ts';
import { badRequest, invalid } from '../objects/api-error.ts';
import { type FieldError, invalidValue } from '../objects/field-error.ts';
import { type KubeObject, timestamp } from '../objects/kube-object.ts';
import { trackFields } from '../patch/track-fields.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import { methodNotAllowed } from './errors.ts';
import { type Exchange, readBody, sendJson } from './exchange.ts';
import { writeOptions } from './write-options.ts';

/** Answers `create` of a review: who somebody is, and what they may do. Throws ApiError. */
export async function answerReview(
  exchange: Exchange,
  type: ResourceType,
  namespace: string | undefined,
): Promise<void> {
  if (exchange.method !== 'POST') throw methodNotAllowed();
  const contentType = exchange.request.headers['content-type'] ?? '';
  const { validation, manager } = writeOptions(exchange);
  const decoded = await decodeBody(await readBody(exchange), contentType, type, validation, exchange.warnings);
  const review = { ...decoded, metadata: { ...(decoded.metadata as object | undefined) } } as unknown as KubeObject;
  delete review.status;
  if (type.kind.endsWith('AccessReview') || type.kind === 'TokenReview') {
    trackFields(type, review, undefined, { manager });
  }
  if (type.kind === 'SelfSubjectReview') review.metadata.creationTimestamp = timestamp();
  if (type.kind !== 'SelfSubjectReview') review.spec ??= {};
  sendJson(exchange, 201, { ...review, status: verdict(exchange, type, review, namespace) });
}

function verdict(exchange: Exchange, type: ResourceType, review: KubeObject, namespace: string | undefined): unknown {
  const { user } = exchange;
  switch (type.kind) {
    case 'SelfSubjectReview':
      return { userInfo: userInfo(user) };
    case 'TokenReview':
      return reviewToken(exchange, (review.spec ?? {}) as { token?: string; audiences?: string[] });
    case 'SelfSubjectRulesReview':
      return heldRules(exchange, (review.spec as { namespace?: string } | undefined)?.namespace ?? '');
    default:
      return reviewAccess(exchange, type, (review.spec ?? {}) as AccessSpec, namespace);
  }
}

function userInfo({ name, uid, groups, extra }: User): unknown {
  return { username: name, ...(uid && { uid }), groups, ...(extra && { extra }) };
}

/** Source: kubernetes `pkg/registry/authentication/tokenreview`. */
function reviewToken({ security }: Exchange, { token, audiences }: { token?: string; audiences?: string[] }): unknown {
  if (!token) throw badRequest('token is required for TokenReview in authentication');
  const known = security.authenticator(token);
  if (!known) return { user: {}, error: 'invalid bearer token' };
  const common = audiences?.length ? known.audiences.filter((item) => audiences.includes(item)) : known.audiences;
  if (common.length) return { authenticated: true, user: userInfo(known.user), audiences: common };
  const list = (items: readonly string[] = []) => `[${items.map((item) => JSON.stringify(item)).join(' ')}]`;
  const rule = `token audiences ${list(known.audiences)} is invalid for the target audiences ${list(audiences)}`;
  return { user: {}, error: `[invalid bearer token, ${rule}]` };
}

interface AccessSpec {
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
  readonly resourceAttributes?: Readonly<
    Record<'namespace' | 'verb' | 'group' | 'resource' | 'subresource' | 'name', string>
  >;
  readonly nonResourceAttributes?: { readonly path?: string; readonly verb?: string };
}

/** Source: kubernetes `pkg/apis/authorization/validation`. */
function reviewAccess(
  { user, security }: Exchange,
  type: ResourceType,
  spec: AccessSpec,
  namespace: string | undefined,
): unknown {
  const { resourceAttributes: resource, nonResourceAttributes: path } = spec;
  const self = type.kind === 'SelfSubjectAccessReview';
  const errors: FieldError[] = [];
  if (resource && path) {
    const detail = 'cannot be specified in combination with resourceAttributes';
    errors.push(invalidValue('spec.nonResourceAttributes', path, detail));
  } else if (!resource && !path) {
    const detail = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
    errors.push(invalidValue('spec.resourceAttributes', null, detail));
  }
  if (!self && !spec.user && !spec.groups?.length) {
    errors.push(invalidValue('spec.user', spec.user ?? '', 'at least one of user or group must be specified'));
  }
  if (namespace !== undefined && resource && resource.namespace !== namespace) {
    errors.push(
      invalidValue('spec.resourceAttributes.namespace', resource.namespace ?? '', 'must match metadata.namespace'),
    );
  }
  if (errors.length) throw invalid({ group: type.group, kind: '' }, '', errors);
  const { name = '', group = '', subresource = '' } = resource ?? {};
  const attributes: Attributes = resource
    ? {
        verb: resource.verb,
        group,
        resource: resource.resource,
        subresource,
        name,
        namespace: resource.namespace ?? '',
      }
    : { verb: path?.verb ?? '', path: path?.path ?? '' };
  const subject = self ? user : { name: spec.user ?? '', groups: spec.groups ?? [] };
  const { allowed, reason } = security.authorizer.decide(subject, attributes);
  return { allowed, ...(reason && { reason }) };
}

/** Source: kubernetes `pkg/registry/authorization/selfsubjectrulesreview`. */
function heldRules({ user, security }: Exchange, namespace: string): unknown {
  if (!namespace) throw badRequest('no namespace on request');
  const { grants, missing } = security.authorizer.grants(user, namespace);
  const rules = grants.flatMap((grant) => grant.rules);
  const error = missing.length === 1 ? missing[0] : `[${missing.join(', ')}]`;
  return {
    resourceRules: rules.filter(({ resources }) => resources?.length).map(resourceRule),
    nonResourceRules: rules
      .filter(({ nonResourceURLs }) => nonResourceURLs?.length)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    incomplete: missing.length > 0,
    ...(missing.length && { evaluationError: error }),
  };
}

function resourceRule({ verbs, apiGroups, resources, resourceNames }: PolicyRule): unknown {
  return { verbs, apiGroups, resources, ...(resourceNames?.length && { resourceNames }) };
}
