import type { QplaneSettings } from '../settings.ts';
import { type EnvironmentModel, tapProtocols } from './environment-model.ts';
import { toYaml } from './to-yaml.ts';
import { writePlugin } from './write-plugin.ts';
import { type Fill, writeServices } from './write-services.ts';

/** A model as snapshot, unchecked, with the wrapper of `GET /deploy/config` (reference, qplane.md section 3). */
export function writeSnapshot(
  model: EnvironmentModel,
  { snapshotDefaults }: Pick<QplaneSettings, 'snapshotDefaults'>,
): string {
  const fill: Fill = (value, standard) => value ?? (snapshotDefaults === 'written' ? standard : undefined);
  const { services, stacks, tap, tags, rulekit } = model;
  // A name may be `__proto__`, which a plain object does not keep.
  const named = new Map(
    Object.entries(stacks).map(([name, plugins]) => [
      name,
      { plugins: plugins.map((plugin) => writePlugin(plugin, fill)) },
    ]),
  );
  const config = {
    version: 2,
    services: writeServices(services, fill),
    stacks: named,
    tap: writeTap(tap, fill),
    tags: tags?.map(({ key, source, location }) => ({ key, source, location })),
    rulekit: rulekit && { macros: rulekit.macros.map(({ name, expr }) => ({ name, expr })) },
  };
  return toYaml({ config });
}

function writeTap(tap: EnvironmentModel['tap'], fill: Fill): object {
  const stack = (name: string | undefined) => (name === undefined ? undefined : { stack: name });
  const { filters } = tap;
  return {
    direction: fill(tap.direction, 'all'),
    ignore_loopback: fill(tap.ignoreLoopback, false),
    audit_include_dns: fill(tap.auditIncludeDns, false),
    ...Object.fromEntries(tapProtocols.map((protocol) => [protocol, stack(tap.stacks?.[protocol])])),
    filters: filters && {
      groups: filters.groups,
      custom: filters.custom?.map(({ exe, strategy, only }) => ({ exe, strategy, only })),
    },
    endpoints: tap.endpoints?.map(({ domain, httpStack }) => ({ domain, http: stack(httpStack) })),
  };
}
