import { describe, expect, test } from 'vitest';
import { expectFault } from '../harness/testing/faults/expect-fault.ts';
import { samplingFaults } from '../harness/testing/faults/sampling-faults.ts';
import { skipReason } from '../harness/testing/skip-reason.ts';

const reason = skipReason('docker', 'kind');

const before = samplingFaults.filter(({ isFoundBefore }) => isFoundBefore);
const all = process.env.FAULTS === 'all';
const shown = samplingFaults.filter(
  ({ isFoundBefore, isLeftOutOnKind }) => !isFoundBefore && (all || !isLeftOutOnKind),
);

/** Of a run that found out before it needed a cluster. */
const clusterStep = 'Cluster, object store and Edge are up';

// One kept cluster serves them all, one after the other; the first run makes it where none is kept.
describe.skipIf(reason)(`on kind${reason}`, { timeout: 300_000 }, () => {
  test.each(shown)('red with the cause that embedded names: $title', async (fault) => {
    expect(await expectFault(fault, ['--environment', 'kind', '--reuse'])).toContain(clusterStep);
  });

  test.each(before)('red before there is a cluster: $title', async (fault) => {
    expect(await expectFault(fault, ['--environment', 'kind'])).not.toContain(clusterStep);
  });
});
