import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createIam, type Iam } from './iam.ts';
import { readPolicy } from './read-policy.ts';

const guide = join(import.meta.dirname, '../../fixtures/iam/artifacts-policy.json');
const accessKeyId = 'AKIDUSER';

function iamWith(...documents: readonly unknown[]): Iam {
  const iam = createIam();
  iam.addAccessKey({ accessKeyId, secretAccessKey: 's', user: 'qpoint-artifacts' });
  for (const [index, document] of documents.entries())
    iam.putUserPolicy('qpoint-artifacts', `policy-${index}`, document);
  return iam;
}

const may = (iam: Iam, action: string, resource: string, context: Record<string, string> = {}) =>
  iam.authorize({ accessKeyId, action, resource, context }).allowed;
/** As a policy writes it; spelt out so that no reader takes it for a template string. */
const variable = (name: string) => `$\{${name}}`;
const statement = (fields: object) => ({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...fields } });

test("the guide's policy allows what the pipeline needs and nothing else", async () => {
  const iam = iamWith(await readPolicy(guide, { bucket: 'acme' }));
  const verdicts = (['s3:PutObject', 's3:GetObject', 's3:ListBucket', 's3:DeleteObject'] as const).map((action) =>
    ['arn:aws:s3:::acme/a/b', 'arn:aws:s3:::acme', 'arn:aws:s3:::acme2/a'].map((resource) =>
      may(iam, action, resource),
    ),
  );
  expect(verdicts).toEqual([
    [true, false, false],
    [true, false, false],
    [false, true, false],
    [false, false, false],
  ]);
});

test('a policy whose placeholder nobody filled in is refused, with its file', async () => {
  await expect(readPolicy(guide)).rejects.toThrow(
    /artifacts-policy\.json:1: .*Statement\[0\]\.Resource holds \$\{bucket\}/,
  );
});

test('without a policy nothing is allowed, and the message is that of AWS', () => {
  expect(
    iamWith().authorize({ accessKeyId, action: 's3:PutObject', resource: 'arn:aws:s3:::b/k', context: {} }),
  ).toEqual({
    allowed: false,
    reason:
      'User: arn:aws:iam::000000000000:user/qpoint-artifacts is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::b/k" because no identity-based policy allows the s3:PutObject action',
  });
});

test('a denial in any policy beats every permission', () => {
  const iam = iamWith(
    statement({ Action: '*', Resource: '*' }),
    statement({ Effect: 'Deny', Action: 's3:put*', Resource: '*' }),
  );
  expect(may(iam, 's3:GetObject', 'arn:aws:s3:::b/k')).toBe(true);
  expect(
    iam.authorize({ accessKeyId, action: 's3:PutObject', resource: 'arn:aws:s3:::b/k', context: {} }),
  ).toMatchObject({
    reason: expect.stringMatching(/with an explicit deny in an identity-based policy$/),
  });
});

test.each<[string, object, string, string, boolean]>([
  [
    '* crosses slashes',
    { Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' },
    's3:GetObject',
    'arn:aws:s3:::b/x/y',
    true,
  ],
  [
    '? is one character',
    { Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/?' },
    's3:GetObject',
    'arn:aws:s3:::b/xy',
    false,
  ],
  [
    'a dot is a dot',
    { Action: 's3:GetObject', Resource: 'arn:aws:s3:::b.c/*' },
    's3:GetObject',
    'arn:aws:s3:::bxc/k',
    false,
  ],
  [
    'resources mind their case',
    { Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/K' },
    's3:GetObject',
    'arn:aws:s3:::b/k',
    false,
  ],
  ['actions do not', { Action: 'S3:getobject', Resource: '*' }, 's3:GetObject', 'arn:aws:s3:::b/k', true],
  ['NotAction', { NotAction: ['s3:Get*'], Resource: '*' }, 's3:GetObject', 'arn:aws:s3:::b/k', false],
  ['NotAction lets others', { NotAction: ['s3:Get*'], Resource: '*' }, 's3:PutObject', 'arn:aws:s3:::b/k', true],
  ['NotResource', { Action: '*', NotResource: 'arn:aws:s3:::b/*' }, 's3:GetObject', 'arn:aws:s3:::b/k', false],
  [
    'a variable',
    { Action: '*', Resource: `arn:aws:s3:::b/${variable('aws:username')}/*` },
    's3:GetObject',
    'arn:aws:s3:::b/qpoint-artifacts/k',
    true,
  ],
  [
    'a variable of another',
    { Action: '*', Resource: `arn:aws:s3:::b/${variable('aws:username')}/*` },
    's3:GetObject',
    'arn:aws:s3:::b/other/k',
    false,
  ],
  [
    'a literal star',
    { Action: '*', Resource: `arn:aws:s3:::b/${variable('*')}` },
    's3:GetObject',
    'arn:aws:s3:::b/k',
    false,
  ],
])('%s', (_, fields, action, resource, allowed) => {
  expect(may(iamWith(statement(fields)), action, resource)).toBe(allowed);
});

test.each<[unknown, RegExp]>([
  ['{', /not JSON/],
  [[], /must be a JSON object/],
  [{ Version: '2012-10-17' }, /has no Statement/],
  [{ Version: '2026-01-01', Statement: [] }, /Version is "2026-01-01"/],
  [{ Statement: [] }, /Version is undefined: it must be "2012-10-17"/],
  [statement({ Effect: 'allow', Action: '*', Resource: '*' }), /Effect is "allow"/],
  [statement({ Action: '*' }), /must have either Resource or NotResource, and has neither/],
  [statement({ Action: '*', NotAction: '*', Resource: '*' }), /has both/],
  [statement({ Action: 'PutObject', Resource: '*' }), /holds "PutObject": an action is service:Name/],
  [statement({ Action: '*', Resource: 'acme/*' }), /a resource is an ARN/],
  [statement({ Action: '*', Resource: '*', Actions: '*' }), /unknown element "Actions"/],
  [statement({ Action: '*', Resource: '*', Principal: '*' }), /has a Principal/],
  [
    statement({ Action: '*', Resource: '*', Condition: { IpAdress: { 'aws:SourceIp': '10.0.0.0/8' } } }),
    /IpAdress is no condition operator/,
  ],
  [
    statement({ Action: '*', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/33' } } }),
    /"10.0.0.0\/33" is no value for IpAddress/,
  ],
  [
    {
      Version: '2012-10-17',
      Statement: [
        statement({ Sid: 'A', Action: '*', Resource: '*' }).Statement,
        statement({ Sid: 'A', Action: '*', Resource: '*' }).Statement,
      ],
    },
    /"A" is used twice/,
  ],
])('malformed policy %j', (document, message) => {
  expect(() => iamWith(document)).toThrow(
    expect.objectContaining({ code: 'MalformedPolicyDocument', detail: expect.stringMatching(message) }),
  );
});

test('keys come and go; root may do everything; use is recorded', () => {
  const iam = iamWith(statement({ Action: 's3:GetObject', Resource: '*' }));
  iam.addAccessKey({ accessKeyId: 'AKIDROOT', secretAccessKey: 'r', user: 'root' });
  expect(iam.find('AKIDROOT')?.arn).toBe('arn:aws:iam::000000000000:root');
  expect(iam.authorize({ accessKeyId: 'AKIDROOT', action: 's3:DeleteBucket', resource: '*', context: {} })).toEqual({
    allowed: true,
  });
  may(iam, 's3:GetObject', 'arn:aws:s3:::b/k');
  may(iam, 's3:PutObject', 'arn:aws:s3:::b/k');
  may(iam, 's3:PutObject', 'arn:aws:s3:::b/k');
  expect(iam.usage()).toEqual([
    {
      user: 'root',
      actions: [{ action: 's3:DeleteBucket', allowed: 1, notGranted: 0, denied: 0 }],
      grants: [],
    },
    {
      user: 'qpoint-artifacts',
      actions: [
        { action: 's3:GetObject', allowed: 1, notGranted: 0, denied: 0 },
        { action: 's3:PutObject', allowed: 0, notGranted: 2, denied: 0 },
      ],
      grants: [{ policy: 'policy-0', statement: '1', action: 's3:GetObject', uses: 1 }],
    },
  ]);
  iam.removeAccessKey(accessKeyId);
  expect(iam.find(accessKeyId)).toBeUndefined();
  expect(may(iam, 's3:GetObject', 'arn:aws:s3:::b/k')).toBe(false);
});
