import { expect, test } from 'vitest';
import { type EntityType, entityTypes } from '../../../../harness/entities/entity-type.ts';
import { languageTypes } from '../../../../harness/entities/language-types.ts';
import { planTraffic } from '../../../../harness/traffic/plan-traffic.ts';
import { detect } from '../detector.ts';
import type { TextField } from '../fields/text-field.ts';
import { loadTokenClassifier } from './load-token-classifier.ts';

/** Recall that the sampling scenario may rely on; types with a pattern must all be found. */
const languageFloor = 0.8;
const precisionFloor = 0.9;

test.each([11, 4242])(
  'traffic of held-out seed %i: every pattern value, and the floors for the four types of the model',
  async (seed) => {
    await using classifier = await loadTokenClassifier();
    const planted = new Map<EntityType, number>();
    const hits = new Map<EntityType, number>();
    let found = 0;
    const count = (map: Map<EntityType, number>, type: EntityType) => map.set(type, (map.get(type) ?? 0) + 1);
    for (const { request, response, planted: values } of planTraffic({ seed, exchanges: 300 }).exchanges) {
      for (const [source, { body, contentType }] of [
        ['request_body', request],
        ['response_body', response],
      ] as const) {
        const { findings } = await detect({ text: body, contentType, source }, { classifier });
        found += findings.length;
        for (const value of values.filter((one) => one.source === source)) {
          count(planted, value.type);
          const isFound = findings.some(
            (one) => one.type === value.type && one.path === value.path && one.value() === value.value,
          );
          if (isFound) count(hits, value.type);
        }
      }
    }
    for (const type of entityTypes) {
      const recall = (hits.get(type) ?? 0) / (planted.get(type) ?? 0);
      expect(recall, `recall of ${type}`).toBeGreaterThanOrEqual(
        languageTypes.some((known) => known === type) ? languageFloor : 1,
      );
    }
    const right = [...hits.values()].reduce((sum, number) => sum + number, 0);
    expect(right / found, 'precision').toBeGreaterThanOrEqual(precisionFloor);
  },
);

const field = (text: string, ...ownWords: string[]): TextField => ({
  text,
  ownWords,
  parentWords: [],
  path: () => '$',
});
const values = (fields: readonly TextField[], spans: readonly (readonly { start: number; end: number }[])[]) =>
  fields.map(({ text }, index) => spans[index]?.map(({ start, end }) => text.slice(start, end)));

test('fields of any length are answered in their order, and each by itself, whatever is asked beside it', async () => {
  const long = `${'The kettle boils and nobody comes. '.repeat(40)}Please call Maria Gonzalez in Madrid.`;
  const fields = [field('Maria Gonzalez', 'name'), field(long), field('17'), field('Maria Gonzalez', 'name')];
  await using classifier = await loadTokenClassifier();
  const together = await classifier.classify(fields, 10_000);
  expect(values(fields, together.spans)).toEqual([
    ['Maria Gonzalez'],
    ['Maria Gonzalez', 'Madrid'],
    [],
    ['Maria Gonzalez'],
  ]);
  for (const [index, each] of fields.entries()) {
    await using fresh = await loadTokenClassifier();
    const [alone = []] = (await fresh.classify([each], 10_000)).spans;
    alone.forEach(({ score }, at) => {
      expect(score).toBeCloseTo(together.spans[index]?.[at]?.score ?? 0, 4);
    });
    expect(values([each], [alone])).toEqual(values([each], [together.spans[index] ?? []]));
  }
});

test('words beyond the limit are not asked about, and the answer says so', async () => {
  await using classifier = await loadTokenClassifier();
  const fields = [field('Maria Gonzalez', 'name'), field('Jonas Weber', 'name'), field('Amina Diallo', 'name')];
  const cut = await classifier.classify(fields, 20);
  expect([cut.isCut, values(fields, cut.spans)]).toEqual([true, [['Maria Gonzalez'], ['Jonas Weber'], []]]);
  const whole = await classifier.classify(fields, 60);
  expect([whole.isCut, values(fields, whole.spans)]).toEqual([
    false,
    [['Maria Gonzalez'], ['Jonas Weber'], ['Amina Diallo']],
  ]);
});
