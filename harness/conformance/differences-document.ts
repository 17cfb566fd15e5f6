import { projectPath } from '../project-paths.ts';
import { samplingFaults } from '../testing/faults/sampling-faults.ts';
import type { AcceptedDifference } from './accepted-difference.ts';
import { type ExistingDifference, existingDifferences } from './existing-differences.ts';
import { type KindDifference, kindDifferences } from './kind-differences.ts';
import { type StandingDifference, standingDifferences } from './standing-differences.ts';

/** What `docs/differences.md` must hold. */
export function differencesDocument(rows: readonly AcceptedDifference[]): string {
  return `# Differences

Where an environment answers otherwise than the real one, each with the reason.
Written by \`npm run conformance -- --write-differences\` from \`harness/conformance/accepted-differences.ts\`, which is what the
suite excuses and nothing else, from \`harness/conformance/standing-differences.ts\`, from
\`harness/conformance/kind-differences.ts\` with the faults that the tests run, and from
\`harness/conformance/existing-differences.ts\`.

## What the suite finds

| environment | cases | the real one | here | why it stays |
| --- | --- | --- | --- | --- |
${sameDifferences(rows).map(suiteRow).join('\n')}

## What no case asks

| about | the real one | the embedded environment | why it stays |
| --- | --- | --- | --- |
${standingDifferences.map(standingRow).join('\n')}

## What differs on kind

The same scenario, files and seed on \`--environment kind\`. The ${samplingFaults.length} faults that \`npm test\` runs on the embedded environment
are red on kind with the same sentence, file and line (\`FAULTS=all npm run test:lab -- scenarios/sampling.faults\`), ${samplingFaults.filter(({ isFoundBefore }) => isFoundBefore).length} of them before there is
a cluster. What differs otherwise:

| about | embedded | kind | why |
| --- | --- | --- | --- |
${kindDifferences.map(kindRow).join('\n')}

## What differs in a cluster that somebody has

The same scenario, files and seed on \`--environment existing\`:

| about | embedded | existing | why |
| --- | --- | --- | --- |
${existingDifferences.map(existingRow).join('\n')}
`;
}

export const differencesPath = projectPath('docs/differences.md');

/** Cases that differ in the same thing for the same reason, together. */
function sameDifferences(rows: readonly AcceptedDifference[]): AcceptedDifference[][] {
  const key = ({ environment, real, ours, reason }: AcceptedDifference) =>
    JSON.stringify([environment, real, ours, reason]);
  return [...Map.groupBy(rows, key).values()];
}

function suiteRow(rows: readonly AcceptedDifference[]): string {
  const [first] = rows;
  if (first === undefined) return '';
  const cases = rows.map((row) => `\`${row.case}\``).join(', ');
  return tableRow([first.environment, cases, first.real, first.ours, first.reason]);
}

function standingRow({ about, real, ours, reason }: StandingDifference): string {
  return tableRow([about, real, ours, reason]);
}

function kindRow({ about, embedded, kind, reason }: KindDifference): string {
  return tableRow([about, embedded, kind, reason]);
}

function existingRow({ about, embedded, existing, reason }: ExistingDifference): string {
  return tableRow([about, embedded, existing, reason]);
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}
