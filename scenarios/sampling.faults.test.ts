import { test } from 'vitest';
import { expectFault } from '../harness/testing/faults/expect-fault.ts';
import { samplingFaults } from '../harness/testing/faults/sampling-faults.ts';

test.each(samplingFaults)('red with its cause: $title', { timeout: 60_000 }, async (fault) => {
  await expectFault(fault);
});
