import { scenario } from '../scenario/scenario.ts';
import type { ScenarioDeclaration } from '../scenario/scenario-declaration.ts';
import { coveredBy } from './covered-by.ts';
import type { Trial } from './trial.ts';
import { tryAll } from './try-all.ts';

/** Declares a scenario that is a list of trials: it covers the rows of the catalogue that they name. */
export function trialScenario(declaration: Omit<ScenarioDeclaration, 'covers'>, trials: readonly Trial[]): void {
  scenario({ ...declaration, covers: coveredBy(trials) }, (run) => tryAll(run, trials), trials);
}
