import { expect, test } from 'vitest';
import { projectPath } from '../project-paths.ts';
import { isThrownByStory, placeInStory } from './place-in-story.ts';

const ours = `    at Pipeline.start (file://${projectPath('harness/pipeline/pipeline.ts')}:7:3)`;
const theirs = '    at file:///home/me/my%20shop/scenarios/shop.scenario.mts:12:5';
const packaged = '    at run (file:///home/me/node_modules/pii-pipeline-harness/dist/harness/index.js:1:1)';

test('the place is the innermost one in the scenario’s own files', () => {
  const place = { file: '/home/me/my shop/scenarios/shop.scenario.mts', line: 12, column: 5 };
  expect(placeInStory(['Error: x', ours, packaged, theirs].join('\n'))).toEqual(place);
  expect(placeInStory(['Error: x', ours, packaged].join('\n'))).toBeUndefined();
});

test('an error is the story’s own when no code of the harness or of a package was above it', () => {
  expect(isThrownByStory(['Error: x', theirs, ours].join('\n'))).toBe(true);
  expect(isThrownByStory(['Error: x', packaged, theirs].join('\n'))).toBe(false);
  expect(isThrownByStory('Error: x\n    at node:internal/x:1:1')).toBe(false);
});
