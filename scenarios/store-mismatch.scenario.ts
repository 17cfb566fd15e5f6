import { agentField, inStore, trialScenario, variable } from '../harness/index.ts';

const exchanges = 20;

trialScenario(
  {
    name: 'store-mismatch',
    title: 'QScan that reads elsewhere than Qtap writes is told apart from one that may not',
    about: `Where artifacts lie is said twice: in the snapshot for Qtap, in variables for QScan. Objects land in the bucket and no
      finding ever comes; each scan job ends in an error that only Pulse is told.`,
    tags: ['storage', 'scanning'],
    notOn: { existing: 'a run reads no bucket but the one that the snapshot names' },
  },
  [
    {
      id: 'qscan-endpoint-unset',
      title: 'S3_ENDPOINT_URL is not set',
      how: 'behaviour',
      exchanges,
      change: variable('qscan', 'S3_ENDPOINT_URL', undefined),
      ends: /^QScan reads artifacts from s3\.warehouse\.qpoint\.io, .*S3_ENDPOINT_URL is not set/,
      at: agentField('qscan', ['env']),
    },
    {
      id: 'qscan-endpoint-no-scheme',
      title: 'S3_ENDPOINT_URL lacks https://',
      how: 'behaviour',
      exchanges,
      change: variable('qscan', 'S3_ENDPOINT_URL', 's3.eu-central-1.amazonaws.com'),
      ends: /^QScan cannot use its S3_ENDPOINT_URL "s3\.eu-central-1\.amazonaws\.com": .*write https:\/\/s3\.eu-central-1/,
      at: /name: S3_ENDPOINT_URL/,
    },
    {
      id: 'qscan-endpoint-no-scheme',
      title: 'the same, in a QScan that starts all the same',
      how: 'behaviour',
      exchanges,
      change: variable('qscan', 'S3_ENDPOINT_URL', 's3.eu-central-1.amazonaws.com'),
      additions: { qscan: { invalidS3Endpoint: 'job-error' } },
      ends: /^QScan cannot use its S3_ENDPOINT_URL "s3\.eu-central-1\.amazonaws\.com": .*write https:\/\/s3\.eu-central-1/,
      at: /name: S3_ENDPOINT_URL/,
    },
    {
      id: 'store-mismatch-bucket',
      title: 'S3_BUCKET_NAME is another bucket',
      how: 'behaviour',
      exchanges,
      change: variable('qscan', 'S3_BUCKET_NAME', 'other-artifacts'),
      ends: /^QScan reads the bucket other-artifacts \(S3_BUCKET_NAME\), Qtap writes to /,
      at: /name: S3_BUCKET_NAME/,
    },
    {
      id: 'store-mismatch-bucket',
      title: 'the snapshot names another bucket, which exists',
      how: 'behaviour',
      exchanges,
      change: inStore('bucket', 'other-artifacts'),
      ends: /^QScan reads the bucket \S+ \(S3_BUCKET_NAME\), Qtap writes to other-artifacts/,
      at: /name: S3_BUCKET_NAME/,
    },
    {
      id: 'store-mismatch-endpoint',
      title: 'S3_ENDPOINT_URL is that of another region',
      how: 'behaviour',
      exchanges,
      change: variable('qscan', 'S3_ENDPOINT_URL', 'https://s3.us-west-2.amazonaws.com'),
      ends: /^QScan asks s3\.us-west-2\.amazonaws\.com \(S3_ENDPOINT_URL\), while \S+ lies in /,
      at: /name: S3_ENDPOINT_URL/,
    },
    {
      id: 'store-mismatch-endpoint',
      title: 'S3_REGION_NAME is another region',
      how: 'behaviour',
      exchanges,
      change: variable('qscan', 'S3_REGION_NAME', 'us-west-2'),
      ends: /^QScan reads from the region us-west-2 \(S3_REGION_NAME\), Qtap writes to /,
      at: /name: S3_REGION_NAME/,
    },
  ],
);
