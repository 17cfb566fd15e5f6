import { uriEncode } from '../../environments/embedded/store/signature/uri-encode.ts';
import type { Group } from '../directory.ts';
import { MalformedPolicyError } from '../malformed-policy-error.ts';
import { parsePolicy } from '../parse-policy.ts';
import { groupArn, longestName, namedGroup, namedUser, unknown, userArn } from './entities.ts';
import type { QueryOperation, QueryTarget } from './operations.ts';
import { QueryError } from './query-error.ts';

/** Who carries an inline policy. */
interface Carrier {
  readonly kind: 'User' | 'Group';
  /** Most characters of all its policies, white space aside. Source: IAM user guide, "IAM and AWS STS quotas". */
  readonly most: number;
  find(target: QueryTarget): Group;
  resource(target: QueryTarget): string;
}

export const userPolicyOperations = operationsOn({ kind: 'User', most: 2048, find: namedUser, resource: userArn });
export const groupPolicyOperations = operationsOn({ kind: 'Group', most: 5120, find: namedGroup, resource: groupArn });

function operationsOn({ kind, most, find, resource }: Carrier): readonly (readonly [string, QueryOperation])[] {
  const word = kind.toLowerCase();
  const policyName = ({ parameters }: QueryTarget) => parameters.name('PolicyName', longestName);
  const operation = (name: string, run: QueryOperation['run']): readonly [string, QueryOperation] => [
    name,
    { right: `iam:${name}`, resource, run },
  ];
  return [
    operation(`Put${kind}Policy`, (target) => {
      const carrier = find(target);
      const name = policyName(target);
      const document = target.parameters.required('PolicyDocument');
      const policy = compile(document);
      const others = [...carrier.policies].filter(([its]) => its !== name).map(([, its]) => its.document);
      if ([document, ...others].reduce((sum, text) => sum + text.replace(/\s/g, '').length, 0) > most) {
        throw new QueryError(
          'LimitExceeded',
          `Maximum policy size of ${most} bytes exceeded for ${word} ${carrier.name}`,
        );
      }
      carrier.policies.set(name, { document, policy });
      return undefined;
    }),
    operation(`Get${kind}Policy`, (target) => {
      const carrier = find(target);
      const name = policyName(target);
      const { document } = carrier.policies.get(name) ?? unknown(`${word} policy`, name);
      return { [`${kind}Name`]: carrier.name, PolicyName: name, PolicyDocument: uriEncode(document) };
    }),
    operation(`List${kind}Policies`, (target) =>
      target.parameters.page([...find(target).policies.keys()].sort(), 'PolicyNames'),
    ),
    operation(`Delete${kind}Policy`, (target) => {
      const carrier = find(target);
      const name = policyName(target);
      if (!carrier.policies.delete(name)) unknown(`${word} policy`, name);
      return undefined;
    }),
  ];
}

function compile(document: string): ReturnType<typeof parsePolicy> {
  try {
    return parsePolicy(document);
  } catch (error) {
    if (error instanceof MalformedPolicyError) throw new QueryError('MalformedPolicyDocument', error.message);
    throw error;
  }
}
