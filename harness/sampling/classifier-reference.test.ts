import fc from 'fast-check';
import { expect, test } from 'vitest';
import { looksLikeParameter, type ParameterKind, parameterKind } from './parameter-kind.ts';
import { PathClassifier } from './path-classifier.ts';
import { Sampler } from './sampler.ts';
import { type RawSamplingConfig, samplingConfig } from './sampling-config.ts';

// Reference, qtap-plugins.md section 1, "Key classifier", told a second time: no trie, every answer is counted out of all paths
// so far, and kinds are what they are made of.

const digits = (least: number, most: number) => fc.stringMatching(new RegExp(`^[1-9][0-9]{${least - 1},${most - 1}}$`));
const lowerHex = (least: number, most: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${least},${most}}$`));
const has = (pattern: RegExp) => (text: string) => pattern.test(text);

interface Segment {
  readonly text: string;
  readonly kind: ParameterKind;
  readonly parameter: boolean;
}

const segmentOf = (text: fc.Arbitrary<string>, kind: ParameterKind, parameter: boolean): fc.Arbitrary<Segment> =>
  text.map((each) => ({ text: each, kind, parameter }));
const integers = (min: number, max: number) => fc.integer({ min, max }).map(String);
const day = fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });

/** Each row of the reference's list, with what it becomes and whether it is taken for a parameter without siblings. */
const kinds: Readonly<Record<string, fc.Arbitrary<Segment>>> = {
  'a UUID in lower case': segmentOf(fc.uuid(), 'uuid', true),
  'a UUID in upper case': segmentOf(
    fc
      .uuid()
      .map((id) => id.toUpperCase())
      .filter(has(/[A-F]/)),
    'param',
    false,
  ),
  'a date': segmentOf(
    day.map((date) => date.toISOString().slice(0, 10)),
    'date',
    true,
  ),
  '10 digits and more, also 24 and more': segmentOf(digits(10, 30), 'timestamp', true),
  '24 lower hex digits and more': segmentOf(lowerHex(24, 70).filter(has(/[a-f]/)), 'hash', true),
  '23 lower hex digits': segmentOf(lowerHex(23, 23).filter(has(/[a-f]/)), 'slug', false),
  'upper hex digits': segmentOf(
    lowerHex(24, 40)
      .filter(has(/[a-f]/))
      .map((hash) => hash.toUpperCase()),
    'param',
    false,
  ),
  'a prefixed id': segmentOf(
    fc
      .tuple(fc.constantFrom('cus', 'sub', 'pi', 'card'), fc.stringMatching(/^[A-Za-z0-9]{1,24}$/))
      .map((id) => id.join('_')),
    'id',
    true,
  ),
  'an unknown prefix': segmentOf(
    fc.stringMatching(/^[a-z0-9]{1,8}$/).map((id) => `zzz_${id}`),
    'param',
    false,
  ),
  'an integer below 100': segmentOf(integers(0, 99), 'slug', false),
  'an integer from 100 to 1999': segmentOf(integers(100, 1999), 'id', true),
  'a year from 2000 to 2099': segmentOf(integers(2000, 2099), 'id', false),
  'an integer from 2100 to 9999': segmentOf(integers(2100, 9999), 'id', true),
  'an integer from 10000 to 99999': segmentOf(integers(10_000, 99_999), 'slug', false),
  'an integer from 100000 on': segmentOf(integers(100_000, 999_999_999), 'id', true),
  'a slug that ends in digits': segmentOf(
    fc.tuple(fc.stringMatching(/^[a-z]{1,6}(-[a-z]{1,6}){0,2}$/), digits(1, 5)).map((slug) => slug.join('-')),
    'slug',
    true,
  ),
  'another slug': segmentOf(fc.stringMatching(/^[a-z]{1,6}(-[a-z]{1,6}){0,2}$/), 'slug', false),
  'a word with a capital': segmentOf(fc.stringMatching(/^[A-Z][a-z]{1,8}$/), 'param', false),
  'what holds a query': segmentOf(fc.stringMatching(/^[a-z]{1,6}\?[a-z]=[0-9]{1,3}$/), 'param', false),
};

test.each(Object.entries(kinds))('%s', (_, segment) => {
  fc.assert(
    fc.property(segment, ({ text, kind, parameter }) => {
      expect({ text, kind: parameterKind(text), parameter: looksLikeParameter(text) }).toEqual({
        text,
        kind,
        parameter,
      });
    }),
  );
});

const anySegment = fc.oneof(...Object.values(kinds));

/** A host's paths: few words of each kind, so that they meet again. */
const traffic = fc
  .array(anySegment, { minLength: 1, maxLength: 5 })
  .chain((words) =>
    fc.array(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 30 }),
  );
type Path = readonly Segment[];

const text = (path: Path) => `/${path.map((segment) => segment.text).join('/')}`;

function expectedKey(history: readonly Path[], settings: { threshold: number; minSamples: number }): string {
  const path = history.at(-1) ?? [];
  const named = path.map((segment, depth) => {
    const parent = text(path.slice(0, depth));
    const children = history
      .filter((each) => each.length > depth && text(each.slice(0, depth)) === parent)
      .map((each) => each[depth] as Segment);
    const different = new Set(children.map((child) => child.text)).size;
    const isVariable =
      different === 1
        ? children.length >= settings.minSamples && segment.parameter
        : different >= (settings.threshold < 0.75 ? 2 : 3) && different / children.length >= settings.threshold;
    return isVariable ? `{${segment.kind}}` : segment.text;
  });
  return `/${named.join('/')}`;
}

function keys(paths: readonly Path[], classifier: RawSamplingConfig['classifier'] = {}): (string | undefined)[] {
  const subject = new PathClassifier(samplingConfig({ classifier }).classifier);
  return paths.map((path) => subject.classify(text(path)));
}

test('sampling-classifier: every key of any traffic is what its children, counted one by one, make of it', () => {
  const thresholds = fc.constantFrom(0.5, 0.74, 0.75, 0.9, 1);
  fc.assert(
    fc.property(traffic, thresholds, fc.integer({ min: 1, max: 4 }), (paths, cardinalityThreshold, minSamples) => {
      const settings = { threshold: cardinalityThreshold, minSamples };
      const expected = paths.map((_, index) => expectedKey(paths.slice(0, index + 1), settings));
      expect(keys(paths, { cardinalityThreshold, minSamples })).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test('sampling-classifier: a key with no parameter left in it is its own key, and the same traffic gives the same keys', () => {
  fc.assert(
    fc.property(traffic, (paths) => {
      const found = keys(paths);
      expect(keys(paths)).toEqual(found);
      const finished = found.filter((key) => !key?.split('/').some(looksLikeParameter));
      for (const key of new Set(finished)) {
        const anew = new PathClassifier(samplingConfig().classifier);
        expect([key, key, key].map((each) => anew.classify(each ?? ''))).toEqual([key, key, key]);
      }
    }),
  );
});

test('sampling-classifier: hosts learn apart from each other', () => {
  fc.assert(
    fc.property(traffic, traffic, (one, other) => {
      const config = samplingConfig();
      const sampler = new Sampler({ config, now: () => 0, draw: () => 1 });
      const found = one.map((path, index) => {
        const beside = other[index % other.length] ?? path;
        sampler.decide({ host: 'other', path: text(beside) });
        return sampler.decide({ host: 'crm', path: text(path) }).key;
      });
      expect(found).toEqual(keys(one).map((key) => `crm${key}`));
    }),
  );
});

test('with pruning, 100 children of which half look like parameters stay variable for good, 99 and fewer do not', () => {
  const repeats = 400;
  const child = (index: number, parameters: number) =>
    index < parameters ? `${100_000 + index}` : `word${'x'.repeat(index)}`;
  fc.assert(
    fc.property(fc.integer({ min: 98, max: 102 }), fc.constantFrom(0, 1, 48, 49, 50, 51, 52, 102), (size, wanted) => {
      const parameters = Math.min(wanted, size);
      const subject = new PathClassifier(samplingConfig().classifier);
      for (let index = 0; index < size; index++) subject.classify(`/u/${child(index, parameters)}`);
      let last: string | undefined;
      for (let again = 0; again < repeats; again++) last = subject.classify(`/u/${child(0, parameters)}`);
      // Looked at when a child comes, so 101 or 102 may do what 100 did not.
      const collapses = Array.from({ length: size }, (_, index) => index + 1).some(
        (seen) => seen >= 100 && Math.min(parameters, seen) * 2 >= seen,
      );
      expect(last).toBe(collapses ? `/u/{${parameters > 0 ? 'id' : 'slug'}}` : `/u/${child(0, parameters)}`);
    }),
  );
});
