import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { terminal } from './terminal.ts';

test('what is typed is echoed, a line at a time, up to Ctrl-D; errors stand among the output', async () => {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const { streams, interrupted, flush } = terminal({ stdin, stdout });
  stdin.write('hi\rthere\x04lost');
  if (!streams.stdin) throw new Error('The terminal has no input.');
  expect(await text(streams.stdin)).toBe('hi\nthere');
  streams.stderr?.write('bad\n');
  await flush();
  expect(String(stdout.read())).toBe('hi\r\ntherebad\r\n');
  expect(interrupted.aborted).toBe(false);
});

test('Ctrl-C interrupts', async () => {
  const stdin = new PassThrough();
  const { streams, interrupted } = terminal({ stdin });
  streams.stdin?.resume();
  const aborted = new Promise((resolve) => interrupted.addEventListener('abort', resolve));
  stdin.write('abc\x03');
  await aborted;
});
