import { expect, test } from 'vitest';
import { imagesArguments } from './images-arguments.ts';

test.each([
  [[], /npm run images wants a REPOSITORY, for example/],
  [['a/b:1'], /takes a repository without tag/],
  [['a', 'b'], /"b" is one word too many/],
])('wrong use is told with the right one: %j', (args, message) => {
  expect(() => imagesArguments(args, {})).toThrow(message);
});
