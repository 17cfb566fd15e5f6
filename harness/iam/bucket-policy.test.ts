import { expect, test } from 'vitest';
import { createIam } from './iam.ts';

const bucketArn = 'arn:aws:s3:::acme';
const user = 'arn:aws:iam::000000000000:user/jo';

function people() {
  const iam = createIam();
  iam.addAccessKey({ accessKeyId: 'ROOT', secretAccessKey: 's', user: 'root' });
  iam.addAccessKey({ accessKeyId: 'JO', secretAccessKey: 's', user: 'jo' });
  iam.addAccessKey({ accessKeyId: 'FOREIGN', secretAccessKey: 's', user: 'root', accountId: '111111111111' });
  return iam;
}

const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (fields: object = {}) => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: `${bucketArn}/*`,
  ...fields,
});

test.each<[string, object[], Record<string, boolean>]>([
  ['nothing', [], { ROOT: true, JO: false, FOREIGN: false, anonymous: false }],
  ['everybody', [allow()], { ROOT: true, JO: true, FOREIGN: true, anonymous: true }],
  ['a user', [allow({ Principal: { AWS: user } })], { ROOT: true, JO: true, FOREIGN: false, anonymous: false }],
  [
    'its own account, which leaves it to its users',
    [allow({ Principal: { AWS: '000000000000' } })],
    { ROOT: true, JO: false, FOREIGN: false, anonymous: false },
  ],
  [
    'another account',
    [allow({ Principal: { AWS: 'arn:aws:iam::111111111111:root' } })],
    { ROOT: true, JO: false, FOREIGN: true, anonymous: false },
  ],
  [
    'everybody but a denial of one',
    [allow(), allow({ Effect: 'Deny', Principal: { AWS: user } })],
    { ROOT: true, JO: false, FOREIGN: true, anonymous: true },
  ],
  [
    'a denial of all others',
    [allow(), allow({ Effect: 'Deny', Principal: undefined, NotPrincipal: { AWS: user } })],
    { ROOT: false, JO: true, FOREIGN: false, anonymous: false },
  ],
])('a policy that names %s', (_, statements, expected) => {
  const iam = people();
  const document = statements.length === 0 ? undefined : policy(...statements);
  const verdicts = Object.keys(expected).map((key) => {
    const { allowed } = iam.authorize({
      accessKeyId: key === 'anonymous' ? undefined : key,
      action: 's3:GetObject',
      resource: `${bucketArn}/k`,
      context: {},
      bucket: { accountId: '000000000000', policy: document },
    });
    return [key, allowed];
  });
  expect(Object.fromEntries(verdicts)).toEqual(expected);
});

test('a refusal names the kind of policy, and to strangers nothing', () => {
  const iam = people();
  const ask = (accessKeyId: string | undefined) =>
    iam.authorize({
      accessKeyId,
      action: 's3:GetObject',
      resource: `${bucketArn}/k`,
      context: {},
      bucket: { accountId: '000000000000', policy: policy(allow({ Effect: 'Deny' })) },
    });
  expect(ask('JO')).toMatchObject({
    reason: expect.stringMatching(/with an explicit deny in a resource-based policy$/),
  });
  expect(ask('FOREIGN')).toMatchObject({ reason: 'Access Denied' });
  expect(ask(undefined)).toMatchObject({ reason: 'Access Denied' });
});

test("the root of a bucket's account gets at its policy whatever that says", () => {
  const ask = (action: string) =>
    people().authorize({
      accessKeyId: 'ROOT',
      action,
      resource: bucketArn,
      context: {},
      bucket: {
        accountId: '000000000000',
        policy: policy(allow({ Effect: 'Deny', Action: 's3:*', Resource: bucketArn })),
      },
    }).allowed;
  expect([ask('s3:DeleteBucketPolicy'), ask('s3:ListBucket')]).toEqual([true, false]);
});

test.each<[string, string]>([
  ['{', "Policies must be valid JSON and the first byte must be '{'"],
  [policy(allow({ Principal: undefined })), 'Missing required field Principal'],
  [policy(allow({ Principal: { AWS: 'arn:aws:iam::000000000000:user/nobody' } })), 'Invalid principal in policy'],
  [policy(allow({ Resource: 'arn:aws:s3:::other/*' })), 'Policy has invalid resource'],
  [policy(allow({ Resource: bucketArn })), 'Action does not apply to any resource(s) in statement'],
  [policy(allow({ Action: 's3:ListBucket' })), 'Action does not apply to any resource(s) in statement'],
  [policy(allow({ Action: 's3:Foo' })), 'Policy has invalid action'],
  [policy(allow({ Resource: undefined })), 'Missing required field Resource'],
  [policy(allow({ Actions: 's3:GetObject' })), 'Unknown field Actions'],
  [
    policy(allow({ Condition: { Sometimes: {} } })).replace('{}', '{"aws:username":"x"}'),
    'Invalid Condition type : Sometimes',
  ],
])('refused: %s', (document, message) => {
  expect(() => people().checkBucketPolicy(document, bucketArn)).toThrow(message);
});

test.each<[object, boolean]>([
  [allow(), true],
  [allow({ Effect: 'Deny' }), false],
  [allow({ Principal: { AWS: user } }), false],
  [allow({ Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }), false],
  [allow({ Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }), true],
  [allow({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } }), true],
])('public: %j', (statement, isPublic) => {
  expect(people().checkBucketPolicy(policy(statement), bucketArn)).toEqual({ isPublic });
});
