import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareShapes } from '../compare/compare-shapes.ts';
import { jsonShape as shapeWith } from '../redact/json-shape.ts';
import { knownFields } from '../redact/known-names.ts';
import { valueOfShape } from './value-of-shape.ts';

const names = fc.oneof(fc.constantFrom(...knownFields), fc.string());
const texts = fc.constantFrom(
  'qscan_request',
  'ready',
  'DIRECTION_EGRESS',
  'not_found',
  '2026-01-01T00:00:00Z',
  '-17',
  'a',
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(texts, fc.string(), fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(names, tie('tree'), { maxKeys: 5 }),
  ),
}));
const any = () => undefined;
const jsonShape = (value: unknown) => shapeWith(value, { fields: knownFields });

test('a value that is made of a shape has that shape', () => {
  fc.assert(
    fc.property(tree, (value) => {
      const shape = jsonShape(value);
      expect(jsonShape(valueOfShape(shape, any))).toEqual(shape);
    }),
  );
});

test('a shape is the same as itself, and a field more is one difference', () => {
  fc.assert(
    fc.property(fc.dictionary(names, tree, { maxKeys: 5 }), tree, (value, more) => {
      const { orgId, ...without } = value;
      expect(compareShapes(jsonShape(value), jsonShape(value))).toEqual([]);
      const differences = compareShapes(jsonShape({ ...without, orgId: more }), jsonShape(without));
      expect(differences).toEqual([{ kind: 'field', at: 'orgId', recorded: expect.any(String), mock: undefined }]);
    }),
  );
});

test('a chosen text stands where its field is, at any depth', () => {
  const shape = jsonShape({ result: { scanId: 'a', tags: ['b'] } });
  const value = valueOfShape(shape, (field) => (field === 'scanId' ? 'scan-1' : undefined));
  expect(value).toEqual({ result: { scanId: 'scan-1', tags: ['text'] } });
});
