import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../../testing/temporary-folder.ts';
import { ContainerLog } from './container-log.ts';
import { terminationMessage } from './termination-message.ts';

test('a FIFO in the place of the termination file stops nobody', () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'termination-log');
  execFileSync('mkfifo', [file]);
  expect(terminationMessage({ name: 'app' }, file, new ContainerLog(), 1)).toBeUndefined();
});
