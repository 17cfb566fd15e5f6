import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { entityTypes } from '../entities/entity-type.ts';
import { projectPath } from '../project-paths.ts';
import { readLabelledSet } from './reading/read-labelled-set.ts';
import { truthOf } from './scoring/truth.ts';

const { sources } = await readLabelledSet(projectPath('fixtures/evaluation'));
const texts = sources.flatMap((source) => source.texts);

test('the set has 400 texts or more, each once, a third of them without personal data', () => {
  expect(texts.length).toBeGreaterThanOrEqual(400);
  expect(new Set(texts.map(({ text }) => text)).size).toBe(texts.length);
  expect(texts.filter(({ labels }) => labels.length === 0).length).toBeGreaterThanOrEqual(texts.length / 3);
});

test('each label has its value beside its offsets, by which reading has checked them', () => {
  const spans = sources.flatMap(({ file }) =>
    (JSON.parse(readFileSync(file, 'utf8')) as { spans: { entity_value?: unknown }[] }[]).flatMap(
      (entry) => entry.spans,
    ),
  );
  expect(spans.filter(({ entity_value }) => typeof entity_value !== 'string')).toEqual([]);
});

test('README.md says how many texts there are', () => {
  const readme = readFileSync(projectPath('README.md'), 'utf8').replace(/\s+/g, ' ');
  expect(readme).toContain(`own set, ${texts.length} texts written by hand`);
});

test('each of the ten types is labelled twenty times or more, under its own name, and no labels overlap', () => {
  const truths = texts.map(truthOf);
  expect(truths.flatMap(({ foreign }) => foreign)).toEqual([]);
  for (const type of entityTypes) {
    const labels = truths.flatMap(({ spans }) => spans.filter((span) => span.type === type));
    expect(labels.length, type).toBeGreaterThanOrEqual(20);
  }
  for (const { labels } of texts) {
    labels.forEach(({ start }, index) => {
      expect(start).toBeGreaterThanOrEqual(labels[index - 1]?.end ?? 0);
    });
  }
});

test.each([
  ['numbers that look like an SSN', /(?<![\w*-])\d{3}-\d{2}-\d{4}(?![\w-])/, 7],
  ['UUIDs', /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i, 4],
  ['hashes', /(?<![\w-])(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})(?!\w)/, 4],
  ['timestamps', /\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\b1[67]\d{8}(?:\d{3})?\b/, 8],
  ['sixteen digits that are no card', /(?<!\d)\d{4}[- ]\d{4}[- ]\d{4}[- ]\d{4}(?!\d)/, 2],
  ['products named like people', /Oliver Desk|Martha Mixer|Calvin Chair|Charlotte Dress/, 4],
  ['words that are names elsewhere', /\b(?:Rose|Frank|Will May|Phillips|Turkey|China|Boston Cream)\b/, 5],
])('look-alikes without a label: %s', (_, form, least) => {
  const without = texts.filter(({ labels }) => labels.length === 0);
  expect(without.filter(({ text }) => form.test(text)).length).toBeGreaterThanOrEqual(least);
});
