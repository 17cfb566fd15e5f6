import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { formatCoverage } from '../report/format-coverage.ts';
import { stylesFor } from '../report/styles.ts';
import type { DeclaredScenario } from '../scenario/declared-scenario.ts';
import type { CatalogueRow } from './catalogue-row.ts';
import { coverageTable, type ToldCoverage } from './coverage-table.ts';

const row = (id: string): CatalogueRow => ({
  id,
  group: 'G',
  wrong: `${id} is wrong`,
  where: [],
  symptom: '',
  shows: '',
});
const rows = ['iam-no-put', 'iam-no-get', 'iam-no-list', 'iam-kms-deny', 'key-rotated'].map(row);
const one = (id: 'iam-no-put' | 'iam-no-get' | 'iam-kms-deny') => ({ id, how: 'behaviour' }) as const;
const simulated = { id: 'iam-kms-deny', how: 'simulated', unproven: 'that KMS refuses' } as const;
const declared: DeclaredScenario[] = [
  {
    ...{ name: 'iam', title: '', about: '', tags: [], trials: undefined },
    covers: [one('iam-no-put'), one('iam-no-get'), simulated],
  },
  { name: 'keys', title: '', about: '', tags: [], trials: undefined, covers: [{ id: 'key-rotated', how: 'static' }] },
];
const told = (coverage: ToldCoverage['coverage'], verdict: ToldCoverage['verdict'] = 'met'): ToldCoverage => ({
  ...{ coverage, verdict, reason: verdict === 'left out' ? 'no key there' : undefined },
});

test('a row says who catches it and how, from what really ran', () => {
  const ran = new Map([['iam', [told(one('iam-no-put')), told(one('iam-no-put'), 'not met'), told(simulated)]]]);
  const table = coverageTable(rows, declared, ran);
  expect(table.map(({ row, by }) => [row.id, by.map(({ verdict }) => verdict)])).toEqual([
    // Of several rounds one was not met.
    ['iam-no-put', ['not met']],
    // The scenario ran and did not tell of it.
    ['iam-no-get', ['not met']],
    ['iam-no-list', []],
    ['iam-kms-deny', ['met']],
    ['key-rotated', ['not run']],
  ]);
});

test.each([40, 60, 100])('the table fits %d columns', (width) => {
  const ran = new Map([['iam', [told(one('iam-no-put')), told(one('iam-no-get'), 'left out'), told(simulated)]]]);
  const styles = stylesFor({ isTTY: false, columns: undefined, write: () => undefined });
  const lines = formatCoverage(coverageTable(rows, declared, ran), width, styles).map(stripVTControlCharacters);
  expect(lines.filter((line) => line.length > width)).toEqual([]);
  const text = lines.join(' ').replace(/\s+/g, ' ');
  expect(text).toContain('✔ iam-no-put iam, behaviour');
  expect(text).toContain('· iam-no-get iam, behaviour, left out left out: no key there');
  expect(text).toContain('✘ iam-no-list missing: iam-no-list is wrong');
  expect(text).toContain('does not prove: that KMS refuses');
  expect(text).toContain(
    '5 rows of the catalogue: 1 by behaviour, 1 simulated, 0 by a static check, 2 not run, left out or not met, 1 missing',
  );
});
