import { expect, test } from 'vitest';
import { formatUsage } from './format-usage.ts';
import { createIam } from './iam.ts';

test('rights never used and rights missed stand out, within 80 columns', () => {
  const iam = createIam();
  iam.addAccessKey({ accessKeyId: 'JO', secretAccessKey: 's', user: 'jo' });
  iam.putUserPolicy('jo', 'artifacts', {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Objects', Effect: 'Allow', Action: ['s3:PutObject', 's3:GetObject'], Resource: 'arn:aws:s3:::acme/*' },
      { Effect: 'Allow', Action: 's3:GetLifecycleConfigurationOfAnotherBucket', Resource: '*' },
      { Effect: 'Deny', Action: 's3:DeleteObject', Resource: '*' },
    ],
  });
  for (const action of ['s3:PutObject', 's3:PutObject', 's3:ListBucket', 's3:DeleteObject'])
    iam.authorize({ accessKeyId: 'JO', action, resource: 'arn:aws:s3:::acme/k', context: {} });
  const table = formatUsage(iam.usage());
  expect(table).toMatchInlineSnapshot(`
    "jo
      s3:PutObject                      artifacts/Objec…  2 times
      s3:GetObject                      artifacts/Objec…  never used
      s3:GetLifecycleConfigurationOfA…  artifacts/2       never used
      s3:ListBucket                                       not granted, refused once
      s3:DeleteObject                                     denied once"
  `);
  expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});
