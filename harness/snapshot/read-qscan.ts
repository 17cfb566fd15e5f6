import { entityTypes } from '../entities/entity-type.ts';
import { samplingConfig } from '../sampling/sampling-config.ts';
import type { ConfigNode } from './config-node.ts';
import type { Monitor, QscanSettings } from './snapshot.ts';

const names: ReadonlySet<string> = new Set(entityTypes);
const keys = [
  'sample_baseline',
  'sample_rate',
  'cache_ttl',
  'cache_size',
  'monitors',
  'record_document',
  'verbose',
  'qscan_cloud',
  'object_store_id',
  'classifier',
];
const classifierKeys = [
  'min_learning_count',
  'cardinality_threshold',
  'min_samples',
  'max_values_per_node',
  'prune_high_cardinality',
];

/** Settings of the `qscan` plugin. Throws `SnapshotError` where the plugin would log `error decoding config`. */
export function readQscan(config: ConfigNode): QscanSettings {
  config.expect(...keys);
  const classifier = config.get('classifier').expect(...classifierKeys);
  const pruning = classifier.get('prune_high_cardinality');
  return {
    sampling: samplingConfig({
      baseline: config.get('sample_baseline').integer(0),
      rate: config.get('sample_rate').number(),
      cacheTtl: config.get('cache_ttl').duration(),
      cacheSize: config.get('cache_size').integer(),
      classifier: {
        minLearningCount: classifier.get('min_learning_count').integer(),
        cardinalityThreshold: classifier.get('cardinality_threshold').number(),
        minSamples: classifier.get('min_samples').integer(),
        maxValuesPerNode: classifier.get('max_values_per_node').integer(),
        pruneHighCardinality: pruning.boolean(true),
      },
    }),
    monitors: config.get('monitors').items().map(readMonitor),
    recordDocument: config.get('record_document').boolean(),
    verbose: config.get('verbose').boolean(),
    qscanCloud: config.get('qscan_cloud').boolean(),
    objectStoreId: config.get('object_store_id').text(),
  };
}

function readMonitor(node: ConfigNode): Monitor {
  node.expect('type', 'record_value');
  const type = node.get('type').text();
  if (!names.has(type)) node.get('type').remark(`"${type}" is no entity type of the guide: nothing will be reported`);
  return { at: node.at, type, recordValue: node.get('record_value').boolean() };
}
