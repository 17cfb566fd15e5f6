import assert from 'node:assert/strict';
import { inStore, ownStoreEntry, removeBeforeScan, trialScenario, variable } from '../harness/index.ts';

const exchanges = 20;
const otherRegion = 'us-west-2';
const minutes = 60_000;

trialScenario(
  {
    name: 'bucket',
    title: 'A bucket that the agents do not reach, or that loses objects, is named with the setting to correct',
    about: `Name, region and endpoint of the bucket stand in the snapshot and again in QScan's variables, and S3 answers each mistake in
      its own way. Qtap tries a refused upload once and goes on: nothing but the missing object tells.`,
    tags: ['storage'],
    notOn: { existing: 'the bucket is yours: no run moves it, empties it or shifts its clock' },
  },
  [
    {
      id: 'bucket-missing',
      title: 'the bucket of the snapshot does not exist',
      how: 'behaviour',
      exchanges,
      additions: { store: (guide) => ({ ...guide, buckets: [] }) },
      ends: /^S3 refuses Qtap's uploads to \S+ with 404: 404 NoSuchBucket: .*; make the bucket \S+, or correct its name/,
      at: /bucket:/,
    },
    {
      id: 'bucket-missing',
      title: 'the snapshot names no bucket',
      how: 'behaviour',
      exchanges,
      change: inStore('bucket', undefined),
      ends: /^Qtap cannot set up its object store: bucket is required; name the bucket/,
      at: ownStoreEntry,
    },
    {
      id: 'endpoint-with-scheme',
      title: 'the endpoint of the snapshot begins with https://',
      how: 'behaviour',
      exchanges,
      change: inStore('endpoint', 'https://s3.eu-central-1.amazonaws.com'),
      ends: /^Qtap cannot set up its object store: failed to create s3 object store: .*; write the endpoint without scheme and path/,
      at: /endpoint: https/,
    },
    {
      id: 'region-wrong',
      title: 'the bucket lies in another region than the snapshot says',
      how: 'behaviour',
      exchanges,
      additions: { store: (guide) => ({ ...guide, region: otherRegion }) },
      ends: /^S3 refuses Qtap's uploads to \S+ with 301: 301 PermanentRedirect: .*lies in another region than/,
      at: /region:/,
      shows: ({ collected }) => {
        const uploads = collected?.evidence.exchanges.filter(({ method }) => method === 'PUT') ?? [];
        const tried = Map.groupBy(uploads, ({ path }) => path);
        assert.ok(uploads.length > 0 && uploads.length === tried.size, 'an upload was tried again');
        assert.ok(!uploads.some(({ host }) => host.includes(otherRegion)), 'an upload followed the redirect');
        return `${uploads.length} uploads, each tried once and in the wrong region`;
      },
    },
    {
      id: 'region-omitted',
      title: 'the snapshot leaves the region out',
      how: 'behaviour',
      exchanges,
      change: inStore('region', undefined),
      additions: { store: (guide) => ({ ...guide, region: 'eu-central-1' }) },
      ends: /^S3 refuses Qtap's uploads to \S+\.us-east-1\.amazonaws\.com with 301: .*without it Qtap takes us-east-1/,
      at: ownStoreEntry,
    },
    {
      id: 'endpoint-global',
      title: 'QScan asks the global endpoint',
      how: 'behaviour',
      exchanges,
      change: variable('qscan', 'S3_ENDPOINT_URL', 'https://s3.amazonaws.com'),
      ends: /^QScan asks the global endpoint s3\.amazonaws\.com, which redirects \(S3_ENDPOINT_URL\), while \S+ lies in/,
      at: /name: S3_ENDPOINT_URL/,
    },
    {
      id: 'endpoint-global',
      title: 'the snapshot names the global endpoint, and Qtap goes to the region all the same',
      how: 'behaviour',
      exchanges,
      change: inStore('endpoint', 's3.amazonaws.com'),
      ends: 'green',
      shows: ({ collected, files }) => {
        const [store] = files?.snapshot.objectStores ?? [];
        assert.ok(store?.kind === 's3' && store.endpoint === 's3.amazonaws.com', 'the snapshot names another endpoint');
        const uploads = collected?.evidence.exchanges.filter(({ method }) => method === 'PUT') ?? [];
        const hosts = new Set(uploads.map(({ host }) => host));
        assert.deepEqual([...hosts], [`${store.bucket}.s3.dualstack.${store.region}.amazonaws.com`]);
        return `${uploads.length} uploads to ${[...hosts]}`;
      },
    },
    {
      id: 'clock-skew',
      title: "the nodes' clocks are 20 minutes behind that of S3",
      how: 'simulated',
      unproven:
        'The clock of S3 is shifted and not that of a node, so what else goes wrong on such a node is not seen.',
      exchanges,
      additions: { store: (guide) => ({ ...guide, clock: () => Date.now() + 20 * minutes }) },
      ends: /^S3 refuses Qtap's uploads to \S+ with 403: 403 RequestTimeTooSkewed: .*clock is off by more than 15 minutes/,
    },
    {
      id: 'object-gone',
      title: 'objects are deleted between upload and scan',
      how: 'behaviour',
      exchanges,
      during: removeBeforeScan,
      openPatience: 20_000,
      ends: /^\d+ of \d+ objects were gone when QScan came for them \(404\), though Qtap had stored them/,
    },
    {
      id: 'access-url-missing',
      title: 'the snapshot has no access_url',
      how: 'behaviour',
      exchanges,
      change: inStore('access_url', undefined),
      ends: 'green',
      shows: ({ pipeline, collected }) => {
        const links = pipeline?.pulse.state.artifacts().map(({ url }) => url) ?? [];
        assert.ok(links.length > 0 && links.every((link) => link === ''), 'a record has a link');
        return `${links.length} records without a link, ${collected?.evidence.objects.length} objects in the bucket`;
      },
    },
    {
      id: 'access-url-placeholder',
      title: 'the placeholder of access_url has spaces',
      how: 'behaviour',
      exchanges,
      change: inStore('access_url', 'https://acme-qpoint-artifacts.s3.eu-central-1.amazonaws.com/{{ DIGEST }}'),
      ends: 'green',
      shows: ({ pipeline }) => {
        const links = new Set(pipeline?.pulse.state.artifacts().map(({ url }) => url));
        assert.equal(links.size, 1, 'the records have links of their own');
        const [link = ''] = links;
        assert.match(link, /\{\{ DIGEST \}\}$/);
        return `every record has the same dead link ${link}`;
      },
    },
    {
      id: 'access-url-placeholder',
      title: 'access_url has no placeholder',
      how: 'behaviour',
      exchanges,
      change: inStore('access_url', 'https://acme-qpoint-artifacts.s3.eu-central-1.amazonaws.com/'),
      ends: 'green',
      shows: ({ pipeline }) => {
        const links = new Set(pipeline?.pulse.state.artifacts().map(({ url }) => url));
        assert.deepEqual([...links], ['https://acme-qpoint-artifacts.s3.eu-central-1.amazonaws.com/']);
        return 'every record has the link of the bucket alone';
      },
    },
    {
      id: 'access-url-placeholder',
      title: 'access_url has no placeholder, and QScan goes by the link',
      how: 'behaviour',
      exchanges,
      change: inStore('access_url', 'https://acme-qpoint-artifacts.s3.eu-central-1.amazonaws.com/'),
      additions: { qscan: { objectFrom: 'url' } },
      ends: /^QScan reports \d+ of \d+ scan jobs as failed: .*write access_url with \{\{DIGEST\}\}/,
      at: /access_url:/,
    },
    {
      id: 'access-url-placeholder',
      title: 'the placeholder is another one, and QScan goes by the link',
      how: 'behaviour',
      exchanges,
      change: inStore('access_url', 'https://acme-qpoint-artifacts.s3.eu-central-1.amazonaws.com/{{KEY}}'),
      additions: { qscan: { objectFrom: 'url' } },
      ends: /^QScan reports \d+ of \d+ scan jobs as failed: GetObject \S+%7B%7BKEY%7D%7D: .*write access_url with \{\{DIGEST\}\}/,
      at: /access_url:/,
    },
  ],
);
