import { policy, trialScenario } from '../harness/index.ts';

const objects = (bucket: string) => `arn:aws:s3:::${bucket}/*`;

trialScenario(
  {
    name: 'iam',
    title: 'A right that the agents lack is named',
    about: `The agents' user at IAM has a policy of the guide with a mistake in it. Qtap still counts its uploads as successful
      when S3 refuses them, so nothing but the missing objects would tell.`,
    tags: ['storage'],
  },
  [
    {
      id: 'iam-no-put',
      title: 'the policy has no s3:PutObject',
      how: 'behaviour',
      additions: policy((_, bucket) => [{ Effect: 'Allow', Action: 's3:GetObject', Resource: objects(bucket) }]),
      ends: /^S3 refuses Qtap's uploads to \S+ with 403: .*AccessDenied|Access Denied/,
      at: /id: artifacts/,
    },
    {
      id: 'iam-no-get',
      title: 'the policy has no s3:GetObject',
      how: 'behaviour',
      additions: policy((_, bucket) => [{ Effect: 'Allow', Action: 's3:PutObject', Resource: objects(bucket) }]),
      ends: /^QScan reports \d+ of \d+ scan jobs as failed: .*403/,
    },
    {
      id: 'iam-arn-swapped',
      title: 'object actions stand on the ARN of the bucket',
      how: 'behaviour',
      additions: policy((statements, bucket) =>
        statements.map((statement) => ({ ...statement, Resource: `arn:aws:s3:::${bucket}` })),
      ),
      ends: /^S3 refuses Qtap's uploads to \S+ with 403/,
    },
  ],
);
