import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLine } from './command-line.ts';
import { ContainerLog } from './container-log.ts';
import { expandVariables } from './expand-variables.ts';
import { imageReferenceFault, withDefaultTag } from './image-reference.ts';
import { goDuration, RestartBackOff } from './restart-back-off.ts';

test('variables: known ones are replaced, unknown ones stay, a doubled dollar is one', () => {
  const variables = { A: '1', B: '$(A)' };
  expect(expandVariables('$(A) $(B) $(C) $$(A) $$$(A) $A $( $', variables)).toBe('1 $(A) $(C) $(A) $1 $A $( $');
  fc.assert(fc.property(fc.string(), (text) => expandVariables(text.replaceAll('$', '$$$$'), variables) === text));
});

test('back-off: none, then 10 s doubled up to five minutes, forgotten after ten quiet minutes', () => {
  const backOff = new RestartBackOff();
  const delays = Array.from({ length: 8 }, () => goDuration(backOff.next(0)));
  expect(delays).toEqual(['0s', '10s', '20s', '40s', '1m20s', '2m40s', '5m0s', '5m0s']);
  expect(backOff.next(600_001)).toBe(0);
});

test.for([
  ['nginx', 'nginx:latest'],
  ['registry:5000/a/b', 'registry:5000/a/b:latest'],
  ['registry:5000/a/b:1.0-rc_1', 'registry:5000/a/b:1.0-rc_1'],
  [`a/b@sha256:${'0'.repeat(64)}`, `a/b@sha256:${'0'.repeat(64)}`],
] as const)('image name %s is valid', ([image, tagged]) => {
  expect(imageReferenceFault(image)).toBeUndefined();
  expect(withDefaultTag(image)).toBe(tagged);
});

test.for(['', 'a b', 'a:', ':1', 'a//b', 'a/b:x y', '-a'])('image name %j is not valid', (image) => {
  expect(imageReferenceFault(image)).toContain('invalid reference format');
});

test('arguments: entry point or command, then args; the image’s own executables are left out', () => {
  const program = { name: 'p', script: '/p.ts', executables: ['uv', 'run', 'p'], entrypoint: ['serve'], user: 0 };
  expect(commandLine({}, program, {})).toEqual(['serve']);
  expect(commandLine({ args: ['--x=$(X)'] }, program, { X: '1' })).toEqual(['serve', '--x=1']);
  expect(commandLine({ command: ['/bin/uv', 'run', 'p', 'go', 'uv'], args: ['y'] }, program, {})).toEqual([
    'go',
    'uv',
    'y',
  ]);
  expect(() => commandLine({ command: ['sh'] }, program, {})).toThrow('exec: "sh": executable file not found in $PATH');
  expect(commandLine({ command: ['sh', '-c', 'x'] }, { ...program, script: undefined }, {})).toEqual(['-c', 'x']);
});

const whole = {
  follow: false,
  timestamps: false,
  tailLines: undefined,
  sinceSeconds: undefined,
  limitBytes: undefined,
};
const read = async (log: ContainerLog, options: Partial<typeof whole> | { tailLines: number } = {}) =>
  Buffer.concat(await Array.fromAsync(log.read({ ...whole, ...options }, new AbortController().signal))).toString();

test('a log gives back what was written, however it was cut into chunks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '\n') })), async (chunks) => {
      const log = new ContainerLog();
      for (const chunk of chunks) log.write('stdout', Buffer.from(chunk));
      log.end();
      expect(await read(log)).toBe(chunks.join(''));
      expect(await read(log, { tailLines: 1 })).toBe(lastLine(chunks.join('')));
    }),
  );
});

test('a log over its capacity drops the oldest lines', async () => {
  const log = new ContainerLog(100);
  for (let line = 0; line < 100; line++) log.write('stdout', Buffer.from(`line ${line}\n`));
  const text = await read(log);
  expect(text.length).toBeLessThanOrEqual(100);
  expect(text).toMatch(/line 98\nline 99\n$/);
});

function lastLine(text: string): string {
  return /(?:[^\n]*\n|[^\n]+)$/.exec(text)?.[0] ?? '';
}
