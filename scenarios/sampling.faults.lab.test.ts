import { test } from 'vitest';
import { skipReason } from '../harness/testing/skip-reason.ts';
import { expectFault } from './faults/expect-fault.ts';
import { samplingFaults } from './faults/sampling-faults.ts';

const reason = skipReason('docker', 'kind');
const shown = samplingFaults.filter(({ notOnKind }) => notOnKind === undefined);

test.skipIf(reason).each(shown)(`red on kind with the same cause: $title${reason}`, { timeout: 300_000 }, (fault) =>
  expectFault(fault, ['--environment', 'kind', '--reuse']),
);
