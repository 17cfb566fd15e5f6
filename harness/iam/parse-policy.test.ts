import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MalformedPolicyError } from './malformed-policy-error.ts';
import { parseBucketPolicy } from './parse-bucket-policy.ts';
import { parsePolicy } from './parse-policy.ts';

const words = fc.constantFrom(
  'Allow',
  'Deny',
  '*',
  's3:GetObject',
  'arn:aws:s3:::b/*',
  '2012-10-17',
  '',
  'aws:SourceIp',
  `$\{aws:username}`,
  '__proto__',
);
const value = fc.letrec((tie) => ({
  any: fc.oneof({ depthSize: 'small' }, words, fc.jsonValue(), fc.array(tie('any')), tie('object')),
  object: fc.dictionary(fc.oneof(words, fc.constantFrom('IpAddress', 'Null', 'AWS', 'StringLike')), tie('any')),
})).any;
const names = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'Principal', 'Condition', 'Colour'] as const;
const statement = fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: ['Effect'] });
const policy = fc.record({
  Version: fc.oneof(fc.constant('2012-10-17'), value),
  Statement: fc.oneof(value, statement),
});

/** Whether a reader takes a document; it may refuse it only as malformed. */
function verdict(read: () => unknown): 'taken' | 'malformed' {
  try {
    read();
    return 'taken';
  } catch (error) {
    if (error instanceof MalformedPolicyError) return 'malformed';
    throw error;
  }
}

test('any document is taken or malformed', () => {
  fc.assert(
    fc.property(fc.oneof(policy, value), (document) => {
      const text = JSON.stringify(document);
      expect(['taken', 'malformed']).toContain(verdict(() => parsePolicy(text)));
      const options = { bucketArn: 'arn:aws:s3:::b', exists: () => true };
      expect(['taken', 'malformed']).toContain(verdict(() => parseBucketPolicy(text, options)));
    }),
    { numRuns: 500 },
  );
});

const operators = fc.constantFrom('StringLike', 'NotIpAddress', 'ForAllValues:StringEquals', 'DateLessThan', 'Null');
const sound = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Action: fc.constantFrom('*', 's3:Get*', ['s3:PutObject', 's3:?etObject']),
  Resource: fc.constantFrom('*', 'arn:aws:s3:::b/*', `arn:aws:s3:::b/$\{aws:username}/*`),
  Condition: fc.dictionary(operators, fc.dictionary(fc.constantFrom('aws:SourceIp', 's3:prefix'), words)),
});

test('a policy that was taken answers every question', () => {
  let taken = 0;
  fc.assert(
    fc.property(sound, fc.string(), fc.string(), (Statement, action, resource) => {
      const document = { Version: '2012-10-17', Statement };
      if (verdict(() => parsePolicy(document)) === 'malformed') return;
      taken++;
      for (const one of parsePolicy(document).statements)
        expect(['string', 'undefined']).toContain(typeof one.applies({ action, resource, context: new Map() }));
    }),
  );
  expect(taken).toBeGreaterThan(10);
});
