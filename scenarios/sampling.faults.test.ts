import { test } from 'vitest';
import { expectFault } from './faults/expect-fault.ts';
import { samplingFaults } from './faults/sampling-faults.ts';

test.each(samplingFaults)('red with its cause: $title', { timeout: 60_000 }, (fault) => expectFault(fault, []));
