import type { DetectErrorsModel, HttpCaptureModel, PluginModel, QscanModel } from './plugin-model.ts';
import { type Fill, writeReference } from './write-services.ts';

/** A plugin of the snapshot; defaults are those of reference, qtap-plugins.md. */
export function writePlugin(plugin: PluginModel, fill: Fill): object {
  const { type } = plugin;
  switch (plugin.type) {
    case 'qscan':
      return { type, config: writeQscan(plugin, fill) };
    case 'http_capture':
      return { type, config: writeHttpCapture(plugin, fill) };
    case 'detect_errors':
      return { type, config: writeDetectErrors(plugin) };
    default:
      return { type };
  }
}

function writeQscan(plugin: QscanModel, fill: Fill): object {
  const { classifier } = plugin;
  return {
    sample_baseline: fill(plugin.sampleBaseline, 100),
    sample_rate: fill(plugin.sampleRate, 0.1),
    cache_ttl: fill(plugin.cacheTtl, '24h'),
    cache_size: fill(plugin.cacheSize, 4096),
    record_document: fill(plugin.recordDocument, false),
    verbose: fill(plugin.verbose, false),
    qscan_cloud: fill(plugin.qscanCloud, false),
    object_store_id: plugin.objectStoreId,
    monitors: plugin.monitors?.map(({ type, recordValue }) => ({ type, record_value: fill(recordValue, false) })),
    classifier: classifier && {
      min_learning_count: classifier.minLearningCount,
      cardinality_threshold: classifier.cardinalityThreshold,
      min_samples: classifier.minSamples,
      max_values_per_node: classifier.maxValuesPerNode,
      prune_high_cardinality: classifier.pruneHighCardinality,
    },
  };
}

function writeHttpCapture({ level, format, objectStore, rules }: HttpCaptureModel, fill: Fill): object {
  return {
    level: fill(level, 'none'),
    format: fill(format, 'json'),
    object_store: writeReference(objectStore, fill),
    rules: rules?.map((rule) => ({ name: rule.name, expr: rule.expr, level: rule.level, format: rule.format })),
  };
}

/** A flag that is left out says false, whatever the snapshot does with defaults: fifteen lines a rule help nobody. */
function writeDetectErrors({ rules }: DetectErrorsModel): object {
  return {
    rules: rules.map((rule) => ({
      name: rule.name,
      trigger_status_codes: rule.triggerStatusCodes,
      trigger_empty_body: rule.triggerEmptyBody,
      trigger_contains: rule.triggerContains,
      trigger_duration: rule.triggerDuration,
      only_categories: rule.onlyCategories,
      only_urls: rule.onlyUrls,
      exclude_urls: rule.excludeUrls,
      with_tags: rule.withTags,
      report_as_issue: rule.reportAsIssue,
      record_req_headers: rule.recordReqHeaders,
      record_req_body: rule.recordReqBody,
      record_res_headers: rule.recordResHeaders,
      record_res_body: rule.recordResBody,
    })),
  };
}
