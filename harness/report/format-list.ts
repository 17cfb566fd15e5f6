import type { DeclaredScenario } from '../scenario/declared-scenario.ts';
import type { EnvironmentChoice } from '../scenario/environment-choice.ts';
import { hanging } from './columns.ts';

const environments: readonly EnvironmentChoice['name'][] = ['embedded', 'kind', 'existing'];

/** Where a scenario runs. */
export function environmentsOf({ notOn }: DeclaredScenario): EnvironmentChoice['name'][] {
  return environments.filter((name) => notOn?.[name] === undefined);
}

/** What `npm run scenario list` prints: a scenario a paragraph, nothing wider than `width` where words allow. */
export function formatList(scenarios: readonly DeclaredScenario[], width: number): string {
  const longest = Math.max(...scenarios.map(({ name }) => name.length));
  const lines = scenarios.flatMap((scenario) => {
    const { name, title, tags, trials } = scenario;
    const size = trials === undefined ? [] : [trials.length === 1 ? '1 trial' : `${trials.length} trials`];
    const where = environmentsOf(scenario);
    const facts = [tags.join(', '), ...size, where.length === environments.length ? 'everywhere' : where.join(', ')];
    const margin = ' '.repeat(longest + 2);
    return [...hanging(name.padEnd(longest + 2), title, width), ...hanging(margin, facts.join(' · '), width)];
  });
  return `${lines.join('\n')}\n`;
}
