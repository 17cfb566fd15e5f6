import { expect, test } from 'vitest';
import { factsOf } from '../testing/facts-of.ts';
import { portTaken } from './port-taken.ts';

/** As Go words it, and as Node does, which the stand-in runs on. */
const words = [
  'listen tcp 0.0.0.0:10001: bind: address already in use',
  'listen EADDRINUSE: address already in use 0.0.0.0:10001',
];

test.each(words)('a status port that another process has is named, at the port: %s', async (error) => {
  const log = JSON.stringify({ level: 'fatal', msg: 'failed to start status server', error });
  const cause = portTaken(await factsOf(undefined, { logs: { qtap: log } }));
  expect(cause?.sentence).toMatch(/^Qtap cannot listen on port 10001, .* set HTTPD_LISTEN and the probes/);
  expect(cause?.positions.map(({ file, line }) => [file.split('/').at(-1), line])).toEqual([['qtap.yaml', 41]]);
});
