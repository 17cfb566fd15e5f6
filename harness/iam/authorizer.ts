import type {
  AuthorizationDecision,
  AuthorizationRequest,
  ConditionValues,
} from '../environments/embedded/store/accounts.ts';
import type { Directory, StoredAccessKey } from './directory.ts';
import { parseBucketPolicy } from './parse-bucket-policy.ts';
import {
  type BucketVerdict,
  evaluateBucketPolicy,
  evaluatePolicies,
  type Policy,
  type PolicyQuestion,
  type PolicyVerdict,
} from './policy.ts';
import type { PolicyContext } from './policy-pattern.ts';
import type { UsageLog } from './usage-log.ts';

/** Rights that the root of a bucket's account keeps whatever the bucket's policy says. Source: S3 API reference, "PutBucketPolicy". */
const unlosable = ['s3:PutBucketPolicy', 's3:GetBucketPolicy', 's3:DeleteBucketPolicy'];
const mostCompiled = 64;
const refused = { allowed: false, reason: 'Access Denied' } as const;

/**
 * Decides as IAM does over a user's policies, those of its groups and the bucket's. Source: IAM user guide, "Policy
 * evaluation logic", and S3 user guide, "Troubleshoot access denied errors" for the wording.
 */
export function authorizer(
  directory: Directory,
  log: UsageLog,
): (request: AuthorizationRequest) => AuthorizationDecision {
  const compiled = new Map<string, Policy>();
  const bucketPolicy = (document: string): Policy => {
    const known = compiled.get(document);
    if (known !== undefined) return known;
    const policy = parseBucketPolicy(document, { bucketArn: undefined, exists: () => true });
    if (compiled.size === mostCompiled) compiled.clear();
    compiled.set(document, policy);
    return policy;
  };

  return (request) => {
    const { accessKeyId, action, resource, bucket } = request;
    const key = accessKeyId === undefined ? undefined : directory.keys.get(accessKeyId);
    if (accessKeyId !== undefined && key === undefined) return refused;
    const caller = key && { arn: key.user?.arn ?? `arn:aws:iam::${key.accountId}:root`, accountId: key.accountId };
    const question = { action, resource, context: lazyContext(() => contextOf(request.context, key, caller?.arn)) };
    const own = identityVerdict(key, question, log);
    const verdict: BucketVerdict =
      bucket?.policy === undefined ? 'silent' : evaluateBucketPolicy(bucketPolicy(bucket.policy), caller, question);
    const sameAccount = bucket === undefined || bucket.accountId === caller?.accountId;
    const kept = sameAccount && key !== undefined && key.user === undefined && unlosable.includes(action);
    const denied = own === 'explicitly denied' || (verdict === 'explicitly denied' && !kept);
    const allowed =
      !denied && (sameAccount ? own === 'allowed' || verdict === 'allowed' : crossAccount(own, verdict, caller));
    const user = key === undefined ? 'anonymous' : (key.user?.name ?? 'root');
    log.asked(user, action, allowed ? 'allowed' : denied ? 'denied' : 'notGranted');
    if (allowed) return { allowed: true };
    if (caller === undefined || !sameAccount) return refused;
    const because =
      own === 'explicitly denied'
        ? 'with an explicit deny in an identity-based policy'
        : denied
          ? 'with an explicit deny in a resource-based policy'
          : `because no identity-based policy allows the ${action} action`;
    return {
      allowed: false,
      reason: `User: ${caller.arn} is not authorized to perform: ${action} on resource: "${resource}" ${because}`,
    };
  };
}

/** What the caller's own policies and those of its groups say; an account's own keys may do everything. */
function identityVerdict(key: StoredAccessKey | undefined, question: PolicyQuestion, log: UsageLog): PolicyVerdict {
  if (key === undefined) return 'implicitly denied';
  if (key.user === undefined) return 'allowed';
  const inline = [key.user, ...key.user.groups].flatMap(({ policies }) => [...policies.values()]);
  return evaluatePolicies(
    inline.map(({ policy }) => policy),
    question,
    (statement, name) => log.granted(statement, name),
  );
}

/** Between accounts both sides must allow; nobody known needs the bucket's side only. */
function crossAccount(own: PolicyVerdict, verdict: BucketVerdict, caller: object | undefined): boolean {
  if (caller === undefined) return verdict === 'allowed';
  return own === 'allowed' && (verdict === 'allowed' || verdict === 'allowed to its account');
}

/** Values that are made when the first condition or variable asks for one. */
function lazyContext(make: () => PolicyContext): PolicyContext {
  let values: PolicyContext | undefined;
  const made = () => {
    values ??= make();
    return values;
  };
  return { get: (name) => made().get(name), has: (name) => made().has(name) };
}

function contextOf(values: ConditionValues, key: StoredAccessKey | undefined, arn: string | undefined): PolicyContext {
  const context = new Map(
    Object.entries(values).map(([name, value]) => [name.toLowerCase(), typeof value === 'string' ? [value] : value]),
  );
  if (key === undefined) return context.set('aws:principaltype', ['Anonymous']).set('aws:userid', ['anonymous']);
  const { user, accountId } = key;
  if (user !== undefined) context.set('aws:username', [user.name]);
  return context
    .set('aws:principaltype', [user === undefined ? 'Account' : 'User'])
    .set('aws:userid', [user?.id ?? accountId])
    .set('aws:principalarn', arn === undefined ? [] : [arn])
    .set('aws:principalaccount', [accountId]);
}
