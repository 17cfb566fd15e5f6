import { rbacManifest } from '../environments/existing/rbac-manifest.ts';
import { kindPreflight } from '../environments/kind/preflight.ts';
import type { Check } from '../environments/preflight/check.ts';
import { formatChecks } from '../environments/preflight/format-checks.ts';
import { standardOutput } from '../report/output.ts';
import { type DoctorArguments, doctorArguments } from './doctor-arguments.ts';
import { doctorHelp } from './doctor-help.ts';
import { exitCode } from './exit-code.ts';
import { runCommand } from './run-command.ts';

/** What each environment needs. */
const preflights: Readonly<Record<DoctorArguments['environment'], (asked: DoctorArguments) => Promise<Check[]>>> = {
  kind: (asked) => kindPreflight({ ...asked, askRegistries: true }),
  async existing({ existing }) {
    const { existingPreflight } = await import('../pipeline/environments/existing/existing-preflight.ts');
    return existingPreflight(existing);
  },
};

/** `npm run doctor -- FLAGS`. */
export function doctorCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const asked = doctorArguments(args, process.env);
    if (asked.help) {
      standardOutput().write(doctorHelp);
      return exitCode.green;
    }
    if (asked.rbac) {
      const { existingRights } = await import('../pipeline/environments/existing/existing-rights.ts');
      standardOutput().write(rbacManifest(await existingRights(asked.existing)));
      return exitCode.green;
    }
    const { environment } = asked;
    const checks = await preflights[environment](asked);
    const ok = !checks.some(({ state }) => state === 'failed');
    standardOutput().write(
      asked.json ? `${JSON.stringify({ environment, ok, checks })}\n` : formatChecks(environment, checks),
    );
    return ok ? exitCode.green : exitCode.environment;
  });
}
