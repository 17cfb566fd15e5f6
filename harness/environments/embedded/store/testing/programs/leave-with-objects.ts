import { S3 } from '@aws-sdk/client-s3';
import { createObjectStore } from '../../object-store.ts';

/** Stores a large object in the folder that is named, says so, and leaves as its second argument wants: without disposing of the store. */
const [directory = '', manner] = process.argv.slice(2);
const principal = {
  accessKeyId: 'a',
  secretAccessKey: 's',
  accountId: '000000000000',
  arn: 'arn:aws:iam::000000000000:root',
};
const store = createObjectStore({
  directory,
  accounts: {
    find: () => principal,
    authorize: () => ({ allowed: true }),
    checkBucketPolicy: () => ({ isPublic: false }),
  },
});
store.createBucket('objects');
const { endpoint } = await store.listen();
const s3 = new S3({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: principal });
await s3.putObject({ Bucket: 'objects', Key: 'large', Body: Buffer.alloc(1024 * 1024) });
process.stdout.write('stored\n');
if (manner === 'exit') process.exit(3);
throw new Error('left');
