import { catalogue } from '../catalogue/catalogue.ts';
import { widthOf } from '../report/columns.ts';
import { formatDescription } from '../report/format-description.ts';
import { formatList } from '../report/format-list.ts';
import type { Output } from '../report/output.ts';
import { readDeclarations } from './read-declarations.ts';
import type { ScenarioArguments } from './scenario-arguments.ts';
import { allScenarioFiles, scenarioFiles } from './scenario-files.ts';
import { selectScenarios } from './select-scenarios.ts';

/** `list` and `describe`. */
export async function tellOfScenarios({ action, names, tags }: ScenarioArguments, out: Output): Promise<void> {
  const width = widthOf(out);
  if (action === 'list') {
    const all = await readDeclarations(await allScenarioFiles());
    const chosen = selectScenarios(all, { names: [], tags, shard: undefined, environment: undefined }).scenarios;
    out.write(
      formatList(
        chosen.toSorted((one, other) => one.name.localeCompare(other.name)),
        width,
      ),
    );
    return;
  }
  const scenarios = await readDeclarations(await scenarioFiles(names));
  out.write(scenarios.map((scenario) => formatDescription(scenario, catalogue, width)).join('\n\n'));
}
