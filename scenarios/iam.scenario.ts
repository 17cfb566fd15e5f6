import assert from 'node:assert/strict';
import { askBucket, ownStoreEntry, policy, trialScenario } from '../harness/index.ts';

const objects = (bucket: string) => `arn:aws:s3:::${bucket}/*`;

trialScenario(
  {
    name: 'iam',
    title: 'A right that the agents lack is named',
    about: `The agents' user at IAM has a policy of the guide with a mistake in it. Qtap still counts its uploads as successful
      when S3 refuses them, so nothing but the missing objects would tell.`,
    tags: ['storage'],
    notOn: { existing: 'a run changes no policy of yours' },
  },
  [
    {
      id: 'iam-no-put',
      title: 'the policy has no s3:PutObject',
      how: 'behaviour',
      additions: policy((_, bucket) => [{ Effect: 'Allow', Action: 's3:GetObject', Resource: objects(bucket) }]),
      exchanges: 40,
      ends: /^S3 refuses Qtap's uploads to \S+ with 403: 403 AccessDenied: .*allow s3:PutObject on arn:aws:s3:::/,
      at: ownStoreEntry,
      shows: ({ collected }) => {
        const counted = collected?.evidence.qtapMetrics.flatMap(({ text }) =>
          [...text.matchAll(/scans_stored_total\{status="success"\} (\d+)/g)].map(([, count]) => Number(count)),
        );
        const stored = counted?.reduce((sum, count) => sum + count, 0) ?? 0;
        assert.ok(stored > 0, 'Qtap counts no scan input as stored');
        assert.equal(collected?.evidence.objects.length, 0, 'the bucket holds objects');
        return `Qtap counts ${stored} scan inputs as stored, the bucket is empty`;
      },
    },
    {
      id: 'iam-no-get',
      title: 'the policy has no s3:GetObject',
      how: 'behaviour',
      additions: policy((_, bucket) => [{ Effect: 'Allow', Action: 's3:PutObject', Resource: objects(bucket) }]),
      exchanges: 40,
      ends: /^QScan reports \d+ of \d+ scan jobs as failed: .*AccessDenied \(403\): .*; allow s3:GetObject on arn:aws:s3:::/,
    },
    {
      id: 'iam-arn-swapped',
      title: 'object actions stand on the ARN of the bucket',
      how: 'behaviour',
      additions: policy((statements, bucket) =>
        statements.map((statement) => ({ ...statement, Resource: `arn:aws:s3:::${bucket}` })),
      ),
      exchanges: 40,
      ends: /^S3 refuses Qtap's uploads to \S+ with 403: .*; the policy allows s3:PutObject on the bucket, .*: give it arn:aws:s3:::\S+\/\*/,
    },
    {
      id: 'iam-arn-swapped',
      title: 's3:GetObject alone stands on the ARN of the bucket',
      how: 'behaviour',
      additions: policy((_, bucket) => [
        { Effect: 'Allow', Action: 's3:PutObject', Resource: objects(bucket) },
        { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}` },
      ]),
      exchanges: 40,
      ends: /^QScan reports \d+ of \d+ scan jobs as failed: .*; the policy allows s3:GetObject on the bucket, .*: give it arn:aws:s3:::\S+\/\*/,
    },
    {
      id: 'iam-no-list',
      title: 'the policy has no s3:ListBucket',
      how: 'behaviour',
      exchanges: 40,
      additions: policy((statements) => statements.filter(({ Action }) => !String(Action).includes('s3:ListBucket'))),
      ends: 'green',
      shows: async ({ pipeline }) => {
        assert.ok(pipeline, 'nothing was started');
        const listed = await askBucket(pipeline, { as: 'agents', query: 'list-type=2' });
        assert.equal(listed.status, 403, `the list of objects is answered with ${listed.status}`);
        const missing = await askBucket(pipeline, { as: 'agents', key: '0'.repeat(40) });
        assert.equal(missing.status, 403, `an object that is not there is answered with ${missing.status}`);
        return 'agents need no list; "aws s3 ls" is refused, and a missing object reads as 403 instead of 404';
      },
    },
  ],
);
