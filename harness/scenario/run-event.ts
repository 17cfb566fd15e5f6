import type { Coverage } from '../catalogue/coverage.ts';
import type { SourcePosition } from '../errors/source-position.ts';

/** What a red run says: the cause in one sentence, where to look, and what was seen last. */
export interface Failure {
  /** `scenario`: what is tested is broken (exit 1). `input`: unreadable input (2). `environment`: it could not be set up (3). */
  readonly kind: 'scenario' | 'input' | 'environment';
  readonly cause: string;
  readonly positions: readonly SourcePosition[];
  /** Last states seen: pod status, events, log lines, answers. Each is one line. */
  readonly evidence: readonly string[];
}

/** One line of the verdict, expected and observed side by side. */
export interface ExpectationLine {
  readonly name: string;
  readonly met: boolean;
  readonly expected: string;
  readonly observed: string;
  /** Why it is broken, in a sentence; for a met one, what a reader should know beside it. */
  readonly remark: string | undefined;
  /** Planted values that were found where none may be. */
  readonly leaks?: number;
  readonly details: readonly string[];
}

/** What became of a row of the catalogue that a scenario covers. */
export interface CoverageOutcome {
  readonly coverage: Coverage;
  /** `left out`: it does not run in the environment, or the files hold nothing that the mistake could be made in. */
  readonly verdict: 'met' | 'not met' | 'left out';
  /** Title of the step that tried it; undefined where the whole story does. */
  readonly step: string | undefined;
  /** Of one that was left out: why. */
  readonly reason: string | undefined;
}

/** What a running scenario tells whoever shows it. Plain data, in order. */
export type RunEvent =
  | { readonly type: 'scenario'; readonly name: string; readonly title: string }
  | { readonly type: 'step-started'; readonly title: string }
  | { readonly type: 'step-progress'; readonly text: string }
  | {
      readonly type: 'step-finished';
      readonly title: string;
      readonly milliseconds: number;
      readonly ok: boolean;
      readonly notes: readonly string[];
      /** Why it is not ok. */
      readonly failure?: Failure;
    }
  | ({ readonly type: 'coverage' } & CoverageOutcome)
  | { readonly type: 'expectation'; readonly line: ExpectationLine }
  | { readonly type: 'attachment'; readonly name: string; readonly content: unknown }
  | { readonly type: 'failure'; readonly failure: Failure }
  | { readonly type: 'kept' }
  | { readonly type: 'finished'; readonly milliseconds: number; readonly ok: boolean };
