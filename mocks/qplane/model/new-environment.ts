import { defaultQplaneSettings, type QplaneSettings } from '../settings.ts';
import type { EnvironmentModel } from './environment-model.ts';

/** Of docs-qplane (reference, qtap-plugins.md section 4). */
const stackName = 'Basic - Reporting and Error Detection';

/**
 * An environment that nobody has set up yet: payloads go to Qpoint's cloud storage, and the default stack reports usage and
 * errors (reference, artifacts.md section 6 and qtap-plugins.md section 4). What is not public of it is a setting.
 */
export function newEnvironment({
  newEnvironment: open,
}: Pick<QplaneSettings, 'newEnvironment'> = defaultQplaneSettings): EnvironmentModel {
  const token = { type: 'env', value: 'REGISTRATION_TOKEN' } as const;
  return {
    services: {
      eventStores: [{ id: open.eventStoreId, type: 'pulse', token }],
      objectStores: [{ id: open.objectStoreId, type: 'qpoint', token }],
    },
    stacks: { [stackName]: [{ type: 'report_usage' }, { type: 'detect_errors', rules: open.errorRules }] },
    tap: { direction: open.direction, ignoreLoopback: true, stacks: { http: stackName } },
  };
}
