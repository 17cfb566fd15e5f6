import { expect, test } from 'vitest';
import { projectPath } from '../../../../harness/project-paths.ts';
import { defaultLimits } from '../limits.ts';
import { bodyFields } from './body-fields.ts';
import { formats } from './formats.ts';
import { formatsDocument, otherFormats } from './formats-document.ts';

test('docs/detection.md is written from the table of formats', async () => {
  await expect(formatsDocument()).toMatchFileSnapshot(projectPath('docs/detection.md'));
});

test.each([...formats, ...otherFormats])(
  'the example of $name has the fields that the table gives',
  async ({ example }) => {
    const { fields, incomplete } = await bodyFields(example.body, example.contentType, defaultLimits);
    expect(fields.map((field) => field.path())).toEqual(example.paths);
    expect(incomplete).toBeUndefined();
  },
);
