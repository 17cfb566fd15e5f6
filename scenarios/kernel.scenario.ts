import assert from 'node:assert/strict';
import { logLine, preflight, trialScenario, variable } from '../harness/index.ts';

const unproven =
  "That a real kernel is too old: the stand-ins are told its version, and the script's check is its description.";

/** Told to the stand-in in the place of the machine's own. */
const runsOn = (kernel: string) => variable('qtap', 'E2E_KERNEL_RELEASE', kernel);

trialScenario(
  {
    name: 'kernel',
    title: 'A node whose kernel is too old for Qtap is named, whatever the preflight script says',
    about: `Qtap needs kernel 5.10. The preflight script compares versions as decimals, so that 5.4 passes, and exits with 0 even where
      it found a kernel too old: whoever looks at the exit code alone has a green preflight and an agent that exits.`,
    tags: ['node'],
  },
  [
    {
      id: 'kernel-old',
      also: ['preflight-misread'],
      title: 'kernel 4.19, on which preflight says FAIL and exits with 0',
      how: 'simulated',
      unproven,
      change: runsOn('4.19.0-26-amd64'),
      ends: /^The kernel of Qtap's node is too old, it needs 5\.10/,
      async shows(seen) {
        const { output, exitCode } = preflight({ kernel: '4.19.0-26-amd64' });
        assert.match(output, /^FAIL/);
        assert.equal(exitCode, 0);
        await logLine(seen, 'qtap', /Qtap requires kernel version 5\.10 or greater\./);
        return `preflight exits with ${exitCode} and says "${output.trim()}"`;
      },
    },
    {
      id: 'preflight-misread',
      title: 'kernel 5.4, which preflight takes for newer than 5.10',
      how: 'simulated',
      unproven,
      change: runsOn('5.4.0-150-generic'),
      ends: /^The kernel of Qtap's node is too old, it needs 5\.10/,
      shows() {
        const { output } = preflight({ kernel: '5.4.0-150-generic' });
        assert.match(output, /^SUCCESS/);
        return `preflight says "${output.trim()}"`;
      },
    },
  ],
);
