import type { CatalogueId } from '../catalogue/catalogue-id.ts';
import type { Coverage } from '../catalogue/coverage.ts';
import type { ScenarioDeclaration } from './scenario-declaration.ts';

/** A trial as it is declared: the rows of the catalogue that it shows, and what is done for them. */
export interface DeclaredTrial extends Coverage {
  readonly also?: readonly CatalogueId[];
  readonly title: string;
  readonly notOn?: ScenarioDeclaration['notOn'];
}

/** A scenario as it is declared, without running it. */
export interface DeclaredScenario extends ScenarioDeclaration {
  /** Of a scenario that is a list of trials; undefined: it tells a story of its own. */
  readonly trials: readonly DeclaredTrial[] | undefined;
}
