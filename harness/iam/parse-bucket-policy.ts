import { MalformedPolicyError } from './malformed-policy-error.ts';
import type { Json, Refuse } from './parse-json.ts';
import { listOf } from './parse-json.ts';
import { parsePolicy } from './parse-policy.ts';
import { parseRule } from './parse-statement.ts';
import type { Policy, PolicyStatement } from './policy.ts';
import { bucketWording } from './policy-wording.ts';
import { readPrincipal } from './read-principal.ts';
import { s3Resources } from './s3-actions.ts';

const elements = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/** Keys that bind an open statement to somebody. Source: S3 user guide, "The meaning of 'public'". */
const narrowing = [
  'aws:sourceip',
  'aws:sourcearn',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourceowner',
  'aws:sourceaccount',
  'aws:userid',
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalorgid',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
  's3:dataaccesspointarn',
  's3:dataaccesspointaccount',
];

export interface BucketPolicyOptions {
  /** `arn:aws:s3:::name` of the bucket whose policy it is; undefined where that has been checked. */
  readonly bucketArn: string | undefined;
  /** Whether an ARN of a user or role is somebody's. */
  readonly exists: (arn: string) => boolean;
}

/** Reads and compiles a bucket's policy. Throws `MalformedPolicyError`. */
export function parseBucketPolicy(document: string, { bucketArn, exists }: BucketPolicyOptions): Policy {
  const parseStatement = (statement: Json, at: string, refuse: Refuse): PolicyStatement => {
    const negated = 'NotPrincipal' in statement;
    const element = statement.Principal ?? statement.NotPrincipal;
    if (element === undefined)
      throw refuse('principal', '', `${at} names no Principal: a bucket's policy says who it speaks of.`);
    const rule = parseRule(statement, elements, at, refuse);
    const principal = readPrincipal(element, exists);
    if (principal === undefined) {
      throw refuse(
        'principal',
        JSON.stringify(element),
        `${at}.Principal names nobody: it is "*", an account or an ARN.`,
      );
    }
    if (bucketArn !== undefined) requireOwnResources(statement, bucketArn, at, refuse);
    return {
      ...rule,
      names: negated ? (caller) => (principal.names(caller) === 'not' ? 'itself' : 'not') : principal.names,
      open: rule.effect === 'Allow' && (principal.everybody || negated) && !isNarrowed(statement),
    };
  };
  return parsePolicy(document, { wording: bucketWording, parseStatement, olderVersions: ['2008-10-17', undefined] });
}

/** Each resource is the bucket or in it, and each action works on one of them. */
function requireOwnResources(statement: Json, bucketArn: string, at: string, refuse: Refuse): void {
  const resources = listOf(statement.Resource ?? statement.NotResource).map(String);
  const kinds = resources.map((resource) => {
    if (resource === '*') return ['bucket', 'object'] as const;
    const prefix = resource.split(/[*?$]/)[0] ?? '';
    const inside = resource.startsWith(`${bucketArn}/`) || (prefix !== resource && bucketArn.startsWith(prefix));
    if (resource !== bucketArn && !inside && !resource.startsWith(`${bucketArn}*`))
      throw refuse('resource', resource, `${at} speaks of ${resource}, which is neither ${bucketArn} nor in it.`);
    return resource === bucketArn
      ? (['bucket'] as const)
      : inside && resource.includes('/')
        ? (['object'] as const)
        : (['bucket', 'object'] as const);
  });
  if (statement.Action === undefined || statement.Resource === undefined) return;
  for (const action of listOf(statement.Action).map(String)) {
    const worksOn = action === '*' ? new Set(['bucket', 'object']) : s3Resources(action);
    if (worksOn.size === 0) throw refuse('action', action, `${at} allows or denies ${action}, which S3 does not know.`);
    if (kinds.flat().some((kind) => worksOn.has(kind))) continue;
    throw new MalformedPolicyError(
      'Action does not apply to any resource(s) in statement',
      `${at}: ${action} works on a${worksOn.has('object') ? 'n object' : ' bucket'}, and no resource is one.`,
    );
  }
}

function isNarrowed({ Condition: blocks }: Json): boolean {
  return Object.entries((blocks ?? {}) as Record<string, Json>).some(
    ([operator, keys]) =>
      !operator.includes('Not') &&
      Object.entries(keys).some(
        ([key, values]) =>
          narrowing.includes(key.toLowerCase()) &&
          listOf(values).every((value) => !/[*?]|^0\.0\.0\.0\/0$|^::\/0$/.test(String(value))),
      ),
  );
}
