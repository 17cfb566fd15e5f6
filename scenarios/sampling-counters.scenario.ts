import { strict as assert } from 'node:assert';
import {
  allOf,
  counted,
  endpointAt,
  inPlugin,
  inSequence,
  scanInputs,
  times,
  trialScenario,
} from '../harness/index.ts';

/** A rate that leaves nothing to chance: what is sampled is the baseline part. */
const baselineOnly = inPlugin('qscan', 'config.sample_rate', 0.000_000_1);
const baselineOf = (value: number) => allOf(inPlugin('qscan', 'config.sample_baseline', value), baselineOnly);
const hour = 60 * 60 * 1000;
const contacts = endpointAt('/v1/contacts');
const read = () => ({ kind: 'text', parts: [] }) as const;

trialScenario(
  {
    name: 'sampling-counters',
    title: 'The baseline part comes once for each counter, and what a counter is can surprise',
    about: `Qtap counts exchanges by host and normalised path, in one process, in a cache that forgets. So the first exchanges of
      an endpoint are sampled more often than expected, or less: the guide's "first 10" are 9, and whether they come again depends
      on time to live, size of the cache, methods and paths.`,
    tags: ['sampling'],
  },
  [
    {
      id: 'sampling-baseline',
      title: 'sample_baseline: 10 samples 9 exchanges of each endpoint',
      how: 'behaviour',
      change: baselineOf(10),
      exchanges: 60,
      ends: 'green',
      shows: (seen) => {
        const { baseline, rate } = counted(seen);
        assert.equal(rate, 0, `${rate} were sampled by rate`);
        assert.equal(baseline, 5 * 9, `${baseline} were sampled by baseline`);
        return 'of 12 exchanges with each of 5 endpoints 9 are sampled';
      },
    },
    {
      id: 'sampling-baseline',
      title: 'sample_baseline: 1 samples none',
      how: 'behaviour',
      change: baselineOf(1),
      exchanges: 20,
      ends: /^No exchange is sampled with these settings/,
      shows: (seen) => `${counted(seen).baseline} of ${counted(seen).attempted} exchanges sampled`,
    },
    {
      id: 'sampling-ttl',
      title:
        'an endpoint that is asked every 23 hours has one baseline in a week, one that rests for longer than a day a new one',
      how: 'behaviour',
      change: allOf(baselineOf(10), inPlugin('qscan', 'config.cache_ttl', '24h')),
      byTraffic: true,
      ownTraffic: inSequence(
        times(9, endpointAt('/v1/busy')),
        times(9, endpointAt('/v1/resting')),
        [1, 2, 3, 4, 5, 6, 7].map((visit) => endpointAt('/v1/busy', { clockAhead: visit * 23 * hour })),
        times(9, endpointAt('/v1/resting', { clockAhead: 7 * 23 * hour })),
      ),
      ends: 'green',
      shows: (seen) => {
        const stored = scanInputs(seen).map(({ exchange }) => exchange.path);
        const of = (path: string) => stored.filter((each) => each === path).length;
        assert.equal(of('/v1/busy'), 9, 'the busy endpoint has another baseline');
        assert.equal(of('/v1/resting'), 18, 'the endpoint that rested has no second baseline');
        return '9 samples of the busy endpoint, 18 of the one that rested';
      },
    },
    {
      id: 'sampling-lru',
      title: 'with cache_size: 2 an endpoint is forgotten as soon as two others were asked',
      how: 'behaviour',
      change: allOf(baselineOf(10), inPlugin('qscan', 'config.cache_size', 2)),
      ownTraffic: inSequence(
        times(9, contacts),
        endpointAt('/v1/invoices'),
        endpointAt('/v2/orders'),
        times(9, contacts),
      ),
      ends: 'green',
      shows: (seen) => {
        const of = scanInputs(seen).filter(({ exchange }) => exchange.path === contacts.path).length;
        assert.equal(of, 18, `${of} samples of the endpoint that was forgotten`);
        return '18 samples of one endpoint: its baseline came twice';
      },
    },
    {
      id: 'sampling-classifier',
      title: 'pages of 40 customers, and 40 searches, share a counter each',
      how: 'behaviour',
      change: baselineOf(10),
      byTraffic: true,
      ownTraffic: inSequence(
        Array.from({ length: 40 }, (_, index) => endpointAt(`/customers/${500 + index}`)),
        Array.from({ length: 40 }, (_, index) => endpointAt(`/search?page=${index}`, { host: 'shop' })),
      ),
      ends: 'green',
      shows: (seen) => {
        const { baseline, attempted } = counted(seen);
        const paths = new Set(seen.plan?.traffic.exchanges.map(({ path }) => path)).size;
        assert.equal(paths, attempted, `${attempted} exchanges went to ${paths} paths`);
        assert(baseline < paths / 2, `${baseline} of ${paths} paths were sampled, as if each had its own counter`);
        return `${baseline} of ${paths} different paths sampled, where a counter each would have sampled all`;
      },
    },
    {
      id: 'sampling-method-shared',
      title: 'what is read of a path uses up the baseline of what is written there',
      how: 'behaviour',
      change: baselineOf(10),
      byTraffic: true,
      ownTraffic: inSequence(
        times(9, endpointAt('/v1/contacts', { method: 'GET', request: read, response: contacts.request })),
        times(9, contacts),
      ),
      ends: 'green',
      shows: (seen) => {
        const stored = Map.groupBy(scanInputs(seen), ({ exchange }) => exchange.method);
        assert.equal(stored.get('GET')?.length, 9, 'not every GET was sampled');
        assert(!stored.has('POST'), 'a POST was sampled');
        return '9 GETs sampled, and none of 9 POSTs to the same path';
      },
    },
  ],
);
