import type { CaptureLevel } from '../../../harness/snapshot/snapshot.ts';
import type { StoreReferenceModel } from './service-model.ts';

/** A plugin of a stack with its settings (reference, qtap-plugins.md). */
export type PluginModel =
  | QscanModel
  | HttpCaptureModel
  | DetectErrorsModel
  | { readonly type: 'report_usage' | 'access_logs' | 'http_metrics' | 'logger' | 'debug' | 'devtools' };

/** "Scan Payloads & Data" in the UI. */
export interface QscanModel {
  readonly type: 'qscan';
  /** B gives B-1 certain samples of an endpoint; default, and for 0: 100. */
  readonly sampleBaseline?: number;
  /** Share of the exchanges after these; above 1 a percentage; default, and for 0 and less: 0.1. */
  readonly sampleRate?: number;
  /** A Go duration, as `24h`, after which an idle endpoint begins anew. */
  readonly cacheTtl?: string;
  readonly cacheSize?: number;
  /** What is reported. No part of the product checks a type: one that no detector knows is never found. */
  readonly monitors?: readonly { readonly type: string; readonly recordValue?: boolean }[];
  readonly recordDocument?: boolean;
  readonly verbose?: boolean;
  readonly qscanCloud?: boolean;
  /** Default: the first object store. */
  readonly objectStoreId?: string;
  readonly classifier?: {
    readonly minLearningCount?: number;
    readonly cardinalityThreshold?: number;
    readonly minSamples?: number;
    readonly maxValuesPerNode?: number;
    readonly pruneHighCardinality?: boolean;
  };
}

export interface HttpCaptureModel {
  readonly type: 'http_capture';
  /** Default `none`. */
  readonly level?: CaptureLevel;
  /** Default `json`. */
  readonly format?: 'json' | 'text';
  /** Default: the first object store. */
  readonly objectStore?: StoreReferenceModel;
  /** The first that matches sets the level. */
  readonly rules?: readonly {
    readonly name: string;
    readonly expr: string;
    readonly level?: CaptureLevel;
    readonly format?: 'json' | 'text';
  }[];
}

export interface DetectErrorsModel {
  readonly type: 'detect_errors';
  readonly rules: readonly ErrorRuleModel[];
}

/** All triggers of a rule must hold; one without any never fires. */
interface ErrorRuleModel {
  readonly name: string;
  /** Three characters each, `x` for any in the last two: `5xx`, `50x`. */
  readonly triggerStatusCodes?: readonly string[];
  readonly triggerEmptyBody?: boolean;
  readonly triggerContains?: string;
  /** A Go duration. */
  readonly triggerDuration?: string;
  readonly onlyCategories?: readonly string[];
  /** Exact, with `%3F` for the question mark. */
  readonly onlyUrls?: readonly string[];
  readonly excludeUrls?: readonly string[];
  readonly withTags?: readonly string[];
  readonly reportAsIssue?: boolean;
  readonly recordReqHeaders?: boolean;
  readonly recordReqBody?: boolean;
  readonly recordResHeaders?: boolean;
  readonly recordResBody?: boolean;
}
