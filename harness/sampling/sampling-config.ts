/** Settings of the path classifier, resolved. */
export interface ClassifierConfig {
  /** Exchanges per host that are refused while the classifier learns. */
  readonly minLearningCount: number;
  /** Share of distinct children among all traversals from which on a node is variable; below 0.75 two children suffice. */
  readonly cardinalityThreshold: number;
  /** Traversals that an only child needs. */
  readonly minSamples: number;
  readonly maxValuesPerNode: number;
  readonly pruneHighCardinality: boolean;
}

/** Settings of the qscan plugin that decide what is sampled, with defaults and percentages resolved. */
export interface SamplingConfig {
  /** B gives B-1 certain samples for an endpoint. */
  readonly baseline: number;
  /** Probability after the baseline; 1 or more: always. */
  readonly rate: number;
  /** Milliseconds without an exchange after which a counter is forgotten. */
  readonly cacheTtl: number;
  /** Number of counters that are kept. */
  readonly cacheSize: number;
  readonly classifier: ClassifierConfig;
}

/** The same settings as a snapshot holds them: anything may be absent, `rate` may be a percentage. Milliseconds. */
export type RawSamplingConfig = {
  readonly [Key in Exclude<keyof SamplingConfig, 'classifier'>]?: number | undefined;
} & {
  readonly classifier?: { readonly [Key in keyof ClassifierConfig]?: ClassifierConfig[Key] | undefined };
};

const day = 24 * 60 * 60 * 1000;

/**
 * Applies the product's defaults and readings: 0 and absent mean the default, a negative rate too, a rate above 1 is a
 * percentage (10 → 0.1, 1.5 → 0.015). Source: reference, qtap-plugins.md section 1, "Settings".
 */
export function samplingConfig(raw: RawSamplingConfig = {}): SamplingConfig {
  const rate = positive(raw.rate) ?? 0.1;
  const classifier = raw.classifier ?? {};
  return {
    baseline: positive(raw.baseline) ?? 100,
    rate: rate > 1 ? rate / 100 : rate,
    cacheTtl: positive(raw.cacheTtl) ?? day,
    cacheSize: positive(raw.cacheSize) ?? 4096,
    classifier: {
      minLearningCount: positive(classifier.minLearningCount) ?? 0,
      cardinalityThreshold: positive(classifier.cardinalityThreshold) ?? 0.75,
      minSamples: positive(classifier.minSamples) ?? 2,
      maxValuesPerNode: positive(classifier.maxValuesPerNode) ?? 100,
      pruneHighCardinality: classifier.pruneHighCardinality ?? true,
    },
  };
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}
