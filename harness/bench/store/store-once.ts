import { createObjectStore } from '../../environments/embedded/store/object-store.ts';
import { benchBucket, benchKey, benchRegion } from './bench-target.ts';

/**
 * The embedded store alone in a process, so that neither its time nor its memory is mixed with the client's. Prints the endpoint
 * as its first line and, when its input ends, the most memory that it ever had, in bytes.
 */
async function main(): Promise<void> {
  const principal = { ...benchKey, accountId: '000000000000', arn: 'arn:aws:iam::000000000000:root' };
  await using store = createObjectStore({
    region: benchRegion,
    directory: process.argv[2] as string,
    accounts: {
      find: (accessKeyId) => (accessKeyId === principal.accessKeyId ? principal : undefined),
      authorize: () => ({ allowed: true }),
      checkBucketPolicy: () => ({ isPublic: false }),
    },
    onFault: (fault) => process.stderr.write(`${fault}\n`),
  });
  store.createBucket(benchBucket);
  const { endpoint } = await store.listen();
  process.stdout.write(`${endpoint}\n`);
  await process.stdin.resume().toArray();
  process.stdout.write(`${process.resourceUsage().maxRSS * 1024}\n`);
}

await main();
