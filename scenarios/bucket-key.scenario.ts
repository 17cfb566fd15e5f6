import assert from 'node:assert/strict';
import { askBucket, policy, trialScenario } from '../harness/index.ts';

const key = 'arn:aws:kms:eu-central-1:000000000000:key/11111111-2222-3333-4444-555555555555';
const encrypted = `<ServerSideEncryptionConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>${key}</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`;

type Pipeline = Parameters<typeof askBucket>[0];

/** The owner of the bucket lets it encrypt with a key of their own. */
async function encryptWithOwnKey(pipeline: Pipeline): Promise<void> {
  const answer = await askBucket(pipeline, { as: 'owner', method: 'PUT', query: 'encryption=', body: encrypted });
  assert.equal(answer.status, 200, answer.body);
}

trialScenario(
  {
    name: 'bucket-key',
    title: 'A bucket that encrypts with a KMS key of the customer asks for rights on that key too',
    about: `The guide's policy speaks of the bucket alone. Where the bucket encrypts with a customer managed key by default, who writes
      needs kms:GenerateDataKey on it and who reads kms:Decrypt, or S3 refuses what the policy allows.`,
    tags: ['storage'],
    notOn: {
      kind: 'LocalStack encrypts without asking who may use a key',
      existing: 'a run changes neither policy nor encryption of yours',
    },
  },
  [
    {
      id: 'iam-kms-deny',
      title: 'the user may not encrypt with the key',
      how: 'behaviour',
      exchanges: 20,
      before: encryptWithOwnKey,
      ends: /^S3 refuses Qtap's uploads to \S+ with 403: 403 AccessDenied: .*kms:GenerateDataKey.*allow kms:GenerateDataKey and kms:Decrypt on it/,
    },
    {
      id: 'iam-kms-deny',
      title: 'the user may encrypt with the key, and not decrypt',
      how: 'behaviour',
      exchanges: 20,
      before: encryptWithOwnKey,
      additions: policy((statements) => [
        ...statements,
        { Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: key },
      ]),
      ends: /^QScan reports \d+ of \d+ scan jobs as failed: GetObject .*AccessDenied \(403\): .*kms:Decrypt on resource.*; the bucket encrypts with a key of yours: allow kms:Decrypt on it/,
      shows: ({ collected }) => {
        const count = collected?.evidence.objects.length ?? 0;
        assert.ok(count > 0, 'the bucket is empty');
        return `${count} objects lie in the bucket, none was read`;
      },
    },
  ],
);
