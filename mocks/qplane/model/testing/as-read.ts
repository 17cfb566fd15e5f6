import { samplingConfig } from '../../../../harness/sampling/sampling-config.ts';
import { goDuration } from '../../../../harness/snapshot/go-duration.ts';
import type { EnvironmentModel } from '../environment-model.ts';
import type { DetectErrorsModel, PluginModel } from '../plugin-model.ts';
import type { EventStoreModel, ObjectStoreModel, StoreReferenceModel } from '../service-model.ts';

/** What reading a model's snapshot must give, positions and remarks aside: written from the model, not by way of YAML. */
export function asRead({ services, stacks, tap }: EnvironmentModel): object {
  return {
    eventStores: services.eventStores.map(eventStore),
    objectStores: services.objectStores.map(objectStore),
    stacks: new Map(Object.entries(stacks).map(([name, plugins]) => [name, { name, plugins: plugins.map(plugin) }])),
    tap: {
      direction: tap.direction ?? 'all',
      ignoreLoopback: tap.ignoreLoopback ?? false,
      httpStack: tap.stacks?.http ?? '',
      endpoints: tap.endpoints ?? [],
      filters: (tap.filters?.custom ?? []).map(({ exe, strategy, only = [] }) => ({ exe, strategy, only })),
    },
  };
}

const reference = (store: StoreReferenceModel | undefined) => ({
  id: store?.id ?? '',
  disabled: store?.disabled ?? false,
});

function eventStore(store: EventStoreModel): object {
  const { id, type } = store;
  const pulse = store.type === 'pulse' ? store : undefined;
  return {
    ...{ id, type },
    url: pulse?.url ?? 'https://api-pulse.qpoint.io',
    token: 'token' in store ? store.token : undefined,
    allowInsecure: pulse?.allowInsecure ?? false,
  };
}

function objectStore(store: ObjectStoreModel): object {
  const base = { id: store.id, type: store.type, eventStore: reference(store.eventStore) };
  switch (store.type) {
    case 's3':
      return {
        ...{ ...base, kind: 's3', bucket: store.bucket },
        endpoint: store.endpoint ?? 's3.amazonaws.com',
        region: store.region ?? 'us-east-1',
        accessUrl: store.accessUrl ?? '',
        insecure: store.insecure ?? false,
        accessKey: store.keys?.accessKey,
        secretKey: store.keys?.secretKey,
      };
    case 'qpoint':
      return { ...base, kind: 'qpoint', url: store.url ?? 'https://warehouse.qpoint.io', token: store.token };
    default:
      return { ...base, kind: store.type === 'stdout' ? 'console' : store.type };
  }
}

function plugin(model: PluginModel): object {
  const { type } = model;
  if (model.type === 'qscan') {
    const { sampleBaseline: baseline, sampleRate: rate, cacheTtl = '24h', cacheSize, classifier } = model;
    const settings = {
      sampling: samplingConfig({ baseline, rate, cacheTtl: goDuration(cacheTtl), cacheSize, classifier }),
      monitors: (model.monitors ?? []).map(({ type, recordValue = false }) => ({ type, recordValue })),
      recordDocument: model.recordDocument ?? false,
      verbose: model.verbose ?? false,
      qscanCloud: model.qscanCloud ?? false,
      objectStoreId: model.objectStoreId ?? '',
    };
    return { kind: type, type, decoded: { settings } };
  }
  if (model.type === 'http_capture') {
    const { level = 'none', format = 'json', objectStore: store, rules = [] } = model;
    const settings = { level, hasOldLevelName: false, format, objectStore: reference(store), rules };
    return { kind: type, type, decoded: { settings } };
  }
  if (model.type === 'detect_errors')
    return { kind: type, type, decoded: { settings: { rules: model.rules.map(errorRule) } } };
  return { kind: 'other', type, known: true };
}

function errorRule(rule: DetectErrorsModel['rules'][number]): object {
  return {
    name: rule.name,
    statusCodes: rule.triggerStatusCodes ?? [],
    emptyBody: rule.triggerEmptyBody ?? false,
    contains: rule.triggerContains === undefined ? [] : [rule.triggerContains],
    longerThan: undefined,
    onlyCategories: rule.onlyCategories ?? [],
    onlyUrls: rule.onlyUrls ?? [],
    excludeUrls: rule.excludeUrls ?? [],
    withTags: rule.withTags ?? [],
    reportAsIssue: rule.reportAsIssue ?? false,
    record: [],
  };
}
