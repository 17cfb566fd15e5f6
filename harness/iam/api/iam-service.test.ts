import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createObjectStore } from '../../environments/embedded/store/object-store.ts';
import { createIam, type Iam } from '../iam.ts';
import { iamService } from './iam-service.ts';
import { type QueryAnswer, type SignedQuery, sendQuery } from './testing/send-query.ts';

interface RunningApi extends AsyncDisposable {
  readonly iam: Iam;
  readonly endpoint: string;
  /** Asks as the account's root unless told otherwise. */
  ask(parameters: Record<string, string>, other?: Partial<SignedQuery>): Promise<QueryAnswer>;
}

async function runApi(): Promise<RunningApi> {
  const iam = createIam();
  const root = { accessKeyId: 'AKIDROOT', secretAccessKey: 'root-secret' };
  iam.addAccessKey({ ...root, user: 'root' });
  const store = createObjectStore({ accounts: iam, otherServices: iamService(iam) });
  const { endpoint } = await store.listen();
  return {
    iam,
    endpoint,
    ask: (parameters, other) => sendQuery({ endpoint, ...root, parameters, ...other }),
    [Symbol.asyncDispose]: () => Promise.resolve(store[Symbol.asyncDispose]()),
  };
}

const jo = { UserName: 'jo' };
const policy = (fields: object = {}) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*', ...fields }] });
const put = (PolicyDocument: string) => ({ Action: 'PutUserPolicy', ...jo, PolicyName: 'p', PolicyDocument });

test.each<[Record<string, string>, number, string, string]>([
  [{ Action: 'CreateUser', UserName: 'Jo' }, 409, 'EntityAlreadyExists', 'User with name Jo already exists.'],
  [
    { Action: 'CreateUser', UserName: 'a b' },
    400,
    'ValidationError',
    'The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
  ],
  [
    { Action: 'CreateUser' },
    400,
    'ValidationError',
    "1 validation error detected: Value null at 'userName' failed to satisfy constraint: Member must not be null",
  ],
  [{ Action: 'GetUser', UserName: 'x' }, 404, 'NoSuchEntity', 'The user with name x cannot be found.'],
  [
    { Action: 'GetUserPolicy', ...jo, PolicyName: 'q' },
    404,
    'NoSuchEntity',
    'The user policy with name q cannot be found.',
  ],
  [
    { Action: 'DeleteAccessKey', ...jo, AccessKeyId: 'AKIANONE' },
    404,
    'NoSuchEntity',
    'The Access Key with id AKIANONE cannot be found.',
  ],
  [put('{'), 400, 'MalformedPolicyDocument', 'Syntax errors in policy.'],
  [put(policy({ Effect: 'Maybe' })), 400, 'MalformedPolicyDocument', 'Syntax errors in policy.'],
  [
    put(policy({ Action: 'Put' })),
    400,
    'MalformedPolicyDocument',
    'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
  ],
  [put(policy({ Action: undefined })), 400, 'MalformedPolicyDocument', 'Policy statement must contain actions.'],
  [put(policy({ Resource: undefined })), 400, 'MalformedPolicyDocument', 'Policy statement must contain resources.'],
  [put(policy({ Resource: 'b' })), 400, 'MalformedPolicyDocument', 'Resource b must be in ARN format or "*".'],
  [put(policy({ Principal: '*' })), 400, 'MalformedPolicyDocument', 'Policy document should not specify a principal.'],
  [
    put(policy().replace('2012', '2008')),
    400,
    'MalformedPolicyDocument',
    'Policy document must be version 2012-10-17 or greater.',
  ],
  [
    put(policy({ Resource: `arn:aws:s3:::${'b'.repeat(2048)}` })),
    409,
    'LimitExceeded',
    'Maximum policy size of 2048 bytes exceeded for user jo',
  ],
  [{ Action: 'Nonsense' }, 400, 'InvalidAction', 'Could not find operation Nonsense for version 2010-05-08'],
])('%j is refused', async (parameters, status, code, message) => {
  await using api = await runApi();
  await api.ask({ Action: 'CreateUser', ...jo });
  expect(await api.ask(parameters)).toMatchObject({ status, code, message });
});

test('signatures are verified', async () => {
  await using api = await runApi();
  const whoAmI = { Action: 'GetCallerIdentity' };
  expect(await api.ask(whoAmI, { service: 'sts' })).toMatchObject({
    status: 200,
    body: expect.stringMatching(/:root<\/Arn>/),
  });
  expect(await api.ask(whoAmI, { service: 'sts', secretAccessKey: 'x' })).toMatchObject({
    status: 403,
    code: 'SignatureDoesNotMatch',
  });
  expect(await api.ask(whoAmI, { service: 'sts', accessKeyId: 'AKIDNOBODY' })).toMatchObject({
    status: 403,
    code: 'InvalidClientTokenId',
    message: 'The security token included in the request is invalid.',
  });
  expect(await api.ask(whoAmI, { service: 'sts', ahead: -1000 })).toMatchObject({
    code: 'SignatureDoesNotMatch',
    message: expect.stringMatching(/^Signature expired: \d{8}T\d{6}Z is now earlier than/),
  });
});

test('a group lends its policies to its users, and counts as a conflict', async () => {
  await using api = await runApi();
  const group = { GroupName: 'writers' };
  api.iam.addAccessKey({ accessKeyId: 'AKIDJO', secretAccessKey: 's', user: 'jo' });
  await api.ask({ Action: 'CreateGroup', ...group });
  await api.ask({ Action: 'PutGroupPolicy', ...group, PolicyName: 'p', PolicyDocument: policy() });
  const may = () =>
    api.iam.authorize({ accessKeyId: 'AKIDJO', action: 's3:GetObject', resource: '*', context: {} }).allowed;
  expect(may()).toBe(false);
  await api.ask({ Action: 'AddUserToGroup', ...group, ...jo });
  expect(may()).toBe(true);
  expect(await api.ask({ Action: 'DeleteUser', ...jo })).toMatchObject({ code: 'DeleteConflict' });
  await api.ask({ Action: 'RemoveUserFromGroup', ...group, ...jo });
  expect(may()).toBe(false);
});

test('a list comes in pages', async () => {
  await using api = await runApi();
  for (const UserName of ['c', 'a', 'b']) await api.ask({ Action: 'CreateUser', UserName });
  const names = ({ body }: QueryAnswer) => [...body.matchAll(/<UserName>(.)/g)].map(([, name]) => name);
  const first = await api.ask({ Action: 'ListUsers', MaxItems: '2' });
  const [, Marker = ''] = /<Marker>([^<]+)</.exec(first.body) ?? [];
  expect(names(first)).toEqual(['a', 'b']);
  expect(names(await api.ask({ Action: 'ListUsers', Marker }))).toEqual(['c']);
});

test('no request, however malformed, is more than refused', async () => {
  await using api = await runApi();
  const words = fc.constantFrom(
    'Action',
    'CreateUser',
    'UserName',
    'PutUserPolicy',
    '%',
    '&',
    '=',
    '\u0000',
    'jo',
    '{}',
  );
  const text = fc.array(fc.oneof(words, fc.string())).map((parts) => parts.join(''));
  const name = fc.constantFrom('Action', 'UserName', 'PolicyName', 'PolicyDocument', 'Marker', 'MaxItems', 'Path');
  const action = fc.constantFrom('CreateUser', 'ListUsers', 'PutUserPolicy', 'GetGroup', 'CreateAccessKey', 'Nonsense');
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, text), action, async (parameters, Action) => {
      expect((await api.ask({ ...parameters, Action })).status).toBeLessThan(500);
    }),
  );
  await fc.assert(
    fc.asyncProperty(text, text, async (path, rest) => {
      const { status } = await fetch(`${api.endpoint}/${encodeURI(path)}%`, {
        method: 'POST',
        body: rest,
        headers: { authorization: `AWS4-HMAC-SHA256 Credential=a/20260101/x/iam/aws4_request,${encodeURI(rest)}` },
      });
      expect([400, 403]).toContain(status);
    }),
  );
});
