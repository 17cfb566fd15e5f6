import type { XmlElements } from '../../environments/embedded/store/http/xml.ts';
import type { Iam } from '../iam.ts';
import { accessKeyOperations } from './access-keys.ts';
import type { QueryCaller } from './authenticate-query.ts';
import { groupOperations } from './groups.ts';
import type { Parameters } from './parameters.ts';
import { groupPolicyOperations, userPolicyOperations } from './policies.ts';
import { QueryError } from './query-error.ts';
import { userOperations } from './users.ts';

export type ServiceName = 'iam' | 'sts';

export interface QueryTarget {
  readonly iam: Iam;
  readonly now: () => number;
  readonly caller: QueryCaller;
  readonly parameters: Parameters;
}

export interface QueryOperation {
  /** Right that is asked for first; undefined where everybody has it. */
  readonly right: string | undefined;
  /** ARN that the right is asked for. */
  resource(target: QueryTarget): string;
  /** The content of the result element; undefined for an action without one. */
  run(target: QueryTarget): XmlElements | undefined;
}

export const namespaces: Readonly<Record<ServiceName, string>> = {
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
};

const operations: Readonly<Record<ServiceName, ReadonlyMap<string, QueryOperation>>> = {
  iam: new Map([
    ...userOperations,
    ...userPolicyOperations,
    ...groupPolicyOperations,
    ...accessKeyOperations,
    ...groupOperations,
  ]),
  sts: new Map<string, QueryOperation>([
    [
      'GetCallerIdentity',
      {
        // Even a denial of it does not hold. Source: STS API reference, "GetCallerIdentity".
        right: undefined,
        resource: () => '*',
        run({ caller: { key } }) {
          const { accountId, user } = key;
          return {
            Arn: user?.arn ?? `arn:aws:iam::${accountId}:root`,
            UserId: user?.id ?? accountId,
            Account: accountId,
          };
        },
      },
    ],
  ]),
};

/** Throws `InvalidAction` for what neither service has here. */
export function findOperation(service: ServiceName, action: string, version: string): QueryOperation {
  const operation = operations[service].get(action);
  if (operation !== undefined) return operation;
  throw new QueryError('InvalidAction', `Could not find operation ${action} for version ${version}`);
}
