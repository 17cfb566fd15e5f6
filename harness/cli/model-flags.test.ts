import { expect, test } from 'vitest';
import { modelChoice } from './model-flags.ts';

test('no flag means the model that comes with the stand-in', () => {
  expect(modelChoice(undefined)).toBeUndefined();
});

test('labels are said by pairs', () => {
  expect(modelChoice('dir', ['STR=STREET_ADDRESS', 'LABEL_1=PERSON'])).toEqual({
    folder: 'dir',
    labels: new Map([
      ['STR', 'STREET_ADDRESS'],
      ['LABEL_1', 'PERSON'],
    ]),
  });
});

test.each([
  [undefined, 'STR=STREET_ADDRESS', /--label is about the labels of --model DIR/],
  ['dir', 'STR=STREET', /--label takes NAME=TYPE with one of PERSON, .*not "STR=STREET"/],
  ['dir', 'STR', /--label takes NAME=TYPE/],
])('refused: --model %s --label %s', (folder, label, message) => {
  expect(() => modelChoice(folder, [label])).toThrow(message);
});
