import type { Coverage } from '../catalogue/coverage.ts';
import type { ScenarioDeclaration } from './scenario-declaration.ts';

/** A trial as it is declared: one row of the catalogue, and what is done for it. */
export interface DeclaredTrial extends Coverage {
  readonly title: string;
}

/** A scenario as it is declared, without running it. */
export interface DeclaredScenario extends ScenarioDeclaration {
  /** Of a scenario that is a list of trials; undefined: it tells a story of its own. */
  readonly trials: readonly DeclaredTrial[] | undefined;
}
