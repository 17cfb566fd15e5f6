import type { Coverage } from '../catalogue/coverage.ts';

/** What scenarios are chosen by with `--tag`. */
export type ScenarioTag =
  | 'identity'
  | 'storage'
  | 'capture'
  | 'sampling'
  | 'privacy'
  | 'scanning'
  | 'network'
  | 'node'
  | 'resilience'
  | 'guide';

/** What a scenario is, without running it. */
export interface ScenarioDeclaration {
  /** That of its file: `iam` stands in `iam.scenario.ts`. */
  readonly name: string;
  /** One sentence: what holds when it is green. */
  readonly title: string;
  /** What it does and why somebody would want to know, for `describe`. */
  readonly about: string;
  readonly tags: readonly ScenarioTag[];
  /** Rows of the failure catalogue that it catches. */
  readonly covers: readonly Coverage[];
  /** Why it does not run in an environment; an environment that is not named runs it. */
  readonly notOn?: Readonly<Partial<Record<'embedded' | 'kind' | 'existing', string>>>;
}
