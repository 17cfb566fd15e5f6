import type { CatalogueRow } from '../catalogue/catalogue-row.ts';
import type { Coverage } from '../catalogue/coverage.ts';
import type { DeclaredScenario } from '../scenario/declared-scenario.ts';
import { hanging } from './columns.ts';
import { environmentsOf } from './format-list.ts';
import { wrap } from './wrap.ts';

const ways: Record<Coverage['how'], string> = {
  behaviour: 'by behaviour',
  simulated: 'simulated',
  static: 'found in the files',
};

/** What `npm run scenario describe NAME` prints: what a scenario says of itself, and the rows of the catalogue that it catches. */
export function formatDescription(
  scenario: DeclaredScenario,
  catalogue: readonly CatalogueRow[],
  width: number,
): string {
  const { name, title, about, tags, trials, covers, notOn = {} } = scenario;
  const lines = [
    ...hanging(`${name}  `, title, width),
    '',
    ...wrap(about.replace(/\s+/g, ' ').trim(), width),
    '',
    ...hanging('tags     ', tags.join(', '), width),
    ...hanging('runs on  ', environmentsOf(scenario).join(', '), width),
    ...reasons('         ', notOn, width),
  ];
  const rows = trials ?? covers;
  const heading = trials === undefined ? 'It catches:' : `It tries ${count(trials.length)}:`;
  if (rows.length > 0) lines.push('', ...wrap(heading, width));
  for (const row of rows) {
    const { wrong, symptom, shows } = catalogue.find(({ id }) => id === row.id) ?? {};
    const { title: trial, also = [], notOn = {} } = trials?.find((one) => one === row) ?? {};
    lines.push(
      '',
      ...hanging(
        '  ',
        `${[row.id, ...also].join(', ')}, ${ways[row.how]}${trial === undefined ? '' : `: ${trial}`}`,
        width,
      ),
    );
    if (trial === undefined && wrong !== undefined) lines.push(...hanging('    ', wrong, width));
    if (symptom !== undefined) lines.push(...hanging('    symptom  ', symptom, width));
    if (shows !== undefined) lines.push(...hanging('    seen in  ', shows, width));
    lines.push(...reasons('    ', notOn, width));
    if (row.unproven !== undefined) lines.push(...hanging('    does not prove  ', row.unproven, width));
  }
  if (trials === undefined) lines.push('', 'It tells its steps as it runs.');
  lines.push('', `npm run scenario ${name}`);
  return `${lines.join('\n')}\n`;
}

function reasons(margin: string, notOn: NonNullable<DeclaredScenario['notOn']>, width: number): string[] {
  return Object.entries(notOn).flatMap(([where, reason]) => hanging(margin, `not on ${where}: ${reason}`, width));
}

function count(trials: number): string {
  return trials === 1 ? 'one mistake' : `${trials} mistakes or conditions, each in a pipeline that is sound otherwise`;
}
