import { PathClassifier } from './path-classifier.ts';
import type { SamplingConfig } from './sampling-config.ts';

/** What became of one exchange, and the counter that decided. */
export interface SamplingDecision {
  readonly sampled: boolean;
  readonly reason: 'baseline' | 'rate' | undefined;
  /** Host and normalised path; undefined for an exchange that was refused before it was counted. */
  readonly key: string | undefined;
  /** Which exchange of its key this is, from 1; 0 for one that was refused before it was counted. */
  readonly n: number;
}

export interface SamplerOptions {
  readonly config: SamplingConfig;
  /** Milliseconds; what `cacheTtl` is measured on. */
  readonly now: () => number;
  /** The random source: a number in [0, 1) for the n-th exchange of an endpoint. */
  readonly draw: (host: string, normalisedPath: string, n: number) => number;
}

/** What the plugin counts. attempted = sampled + notSampled; hits + misses ≤ attempted. */
export interface SamplingCounters {
  attempted: number;
  readonly sampled: { baseline: number; rate: number };
  notSampled: number;
  cacheHits: number;
  cacheMisses: number;
}

interface Counter {
  n: number;
  expiresAt: number;
}

/**
 * The qscan plugin's sampling as it is, not as the guide tells it: baseline B gives B-1 certain samples, method and status
 * play no part, each exchange renews its counter's time to live. Source: reference, qtap-plugins.md section 1, "Algorithm".
 */
export class Sampler {
  readonly counters: SamplingCounters = {
    attempted: 0,
    sampled: { baseline: 0, rate: 0 },
    notSampled: 0,
    cacheHits: 0,
    cacheMisses: 0,
  };
  readonly #options: SamplerOptions;
  readonly #classifiers = new Map<string, PathClassifier>();
  /** In order of use, the least recently used first. */
  readonly #cache = new Map<string, Counter>();

  constructor(options: SamplerOptions) {
    this.#options = options;
  }

  /** Decides about the next exchange. `address` is what `pluginUrl` answers; undefined is an address that cannot be read. */
  decide(address: { readonly host: string; readonly path: string } | undefined): SamplingDecision {
    this.counters.attempted++;
    const path = address && this.#classifier(address.host).classify(address.path);
    if (address === undefined || path === undefined) return this.#refuse(undefined, 0);

    const { config, draw } = this.#options;
    const key = `${address.host}${path}`;
    const n = this.#count(key);
    if (n < config.baseline) return this.#sample('baseline', key, n);
    if (draw(address.host, path, n) < config.rate) return this.#sample('rate', key, n);
    return this.#refuse(key, n);
  }

  #classifier(host: string): PathClassifier {
    const known = this.#classifiers.get(host) ?? new PathClassifier(this.#options.config.classifier);
    this.#classifiers.set(host, known);
    return known;
  }

  #count(key: string): number {
    const { config, now } = this.#options;
    const time = now();
    const stored = this.#cache.get(key);
    const counter = stored !== undefined && stored.expiresAt > time ? stored : { n: 0, expiresAt: 0 };
    if (counter === stored) this.counters.cacheHits++;
    else this.counters.cacheMisses++;

    counter.n++;
    counter.expiresAt = time + config.cacheTtl;
    this.#cache.delete(key);
    this.#cache.set(key, counter);
    if (this.#cache.size > config.cacheSize) {
      const [leastRecentlyUsed] = this.#cache.keys();
      if (leastRecentlyUsed !== undefined) this.#cache.delete(leastRecentlyUsed);
    }
    return counter.n;
  }

  #sample(reason: 'baseline' | 'rate', key: string, n: number): SamplingDecision {
    this.counters.sampled[reason]++;
    return { sampled: true, reason, key, n };
  }

  #refuse(key: string | undefined, n: number): SamplingDecision {
    this.counters.notSampled++;
    return { sampled: false, reason: undefined, key, n };
  }
}
