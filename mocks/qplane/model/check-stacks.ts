import { goDuration } from '../../../harness/snapshot/go-duration.ts';
import { choices } from './check-services.ts';
import { type EnvironmentModel, tapProtocols } from './environment-model.ts';
import type { DetectErrorsModel, PluginModel, QscanModel } from './plugin-model.ts';
import { refuse } from './refuse.ts';

/** Throws `InputError`; yields what Qtap takes without a word (reference, qtap-plugins.md). */
export function* checkStacks({ services, stacks, tap }: EnvironmentModel): Generator<string> {
  for (const [name, plugins] of Object.entries(stacks)) {
    for (const [index, plugin] of plugins.entries()) {
      if (plugin.type === 'access_logs' && !plugins.some(({ type }) => type === 'qscan' || type === 'http_capture')) {
        yield `stacks.${name}.plugins[${index}] is access_logs, which prints exchanges to Qtap's log and stores none`;
      }
      yield* checkPlugin(`stacks.${name}.plugins[${index}].config`, plugin, services.objectStores);
    }
  }
  for (const protocol of tapProtocols) checkStack(`tap.${protocol}.stack`, tap.stacks?.[protocol], stacks);
  for (const [index, { httpStack }] of (tap.endpoints ?? []).entries()) {
    checkStack(`tap.endpoints[${index}].http.stack`, httpStack, stacks);
  }
}

function checkStack(path: string, name: string | undefined, stacks: EnvironmentModel['stacks']): void {
  if (name === undefined || Object.hasOwn(stacks, name)) return;
  const known = Object.keys(stacks).map((each) => JSON.stringify(each));
  const remedy = known.length === 0 ? 'define it' : `define it, or take one of ${known.join(', ')}`;
  refuse(path, `names the stack ${JSON.stringify(name)}, which nobody defined: ${remedy}`);
}

function* checkPlugin(
  path: string,
  plugin: PluginModel,
  stores: EnvironmentModel['services']['objectStores'],
): Generator<string> {
  const checkStore = (key: string, id: string | undefined, effect: string) => {
    if (id === undefined || stores.some((store) => store.id === id)) return;
    refuse(`${path}.${key}`, `is ${JSON.stringify(id)}, so ${effect}: ${choices('object store', stores)}`);
  };
  switch (plugin.type) {
    case 'qscan':
      checkStore('object_store_id', plugin.objectStoreId, 'nothing that it samples is stored');
      yield* checkSampling(path, plugin);
      break;
    case 'http_capture':
      checkStore('object_store.id', plugin.objectStore?.id, 'the plugin does not run');
      break;
    case 'detect_errors':
      checkErrorRules(path, plugin);
      break;
  }
}

/** What does not decode is found where the snapshot is read back. */
function* checkSampling(path: string, plugin: QscanModel): Generator<string> {
  const { sampleBaseline: baseline, sampleRate: rate, cacheTtl, cacheSize } = plugin;
  if (rate !== undefined && !Number.isFinite(rate)) {
    refuse(`${path}.sample_rate`, `is ${rate}: give a share from 0 to 1, or a percentage above 1`);
  }
  if (rate !== undefined && rate <= 0)
    yield `${path}.sample_rate is ${rate}, which means 0.1: sampling cannot be switched off`;
  if (rate !== undefined && rate > 1) yield `${path}.sample_rate is ${rate}, which is above 1 and means ${rate} %`;
  if (baseline === 0) yield `${path}.sample_baseline is 0, which means 100`;
  if (baseline === 1) yield `${path}.sample_baseline is 1, which makes no sample certain: it is one less than it says`;
  if (cacheTtl !== undefined && (goDuration(cacheTtl) ?? 1) <= 0)
    yield `${path}.cache_ttl is ${cacheTtl}, which means 24h`;
  if (cacheSize !== undefined && cacheSize <= 0) yield `${path}.cache_size is ${cacheSize}, which means 4096`;
}

/** A rule without a trigger is found where the snapshot is read back. */
function checkErrorRules(path: string, { rules }: DetectErrorsModel): void {
  for (const [index, rule] of rules.entries()) {
    const { triggerStatusCodes = [], triggerDuration } = rule;
    const odd = triggerStatusCodes.find((code) => !/^\d[\dx]{2}$/.test(code));
    if (odd !== undefined) {
      const problem = `holds ${JSON.stringify(odd)}: write three characters, with x for any in the last two, as 5xx`;
      refuse(`${path}.rules[${index}].trigger_status_codes`, problem);
    }
    if (triggerDuration !== undefined && goDuration(triggerDuration) === undefined) {
      refuse(`${path}.rules[${index}].trigger_duration`, 'must be a duration with a unit, such as 500ms');
    }
  }
}
