import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../../../../testing/temporary-folder.ts';
import { withShortPath } from './short-path.ts';

test.each([20, 150])(
  'a path that is too long is reached by a short one, with %d characters more to the temporary folder',
  (more) => {
    using folder = temporaryFolder();
    const temporary = join(folder.path, 'x'.repeat(more));
    const place = join(folder.path, 'y'.repeat(100));
    for (const path of [temporary, place]) mkdirSync(path);
    writeFileSync(join(place, 'probe.sock'), 'it');
    vi.stubEnv('TMPDIR', temporary);
    let used = '';
    withShortPath(join(place, 'probe.sock'), (path, shortened) => {
      used = path;
      expect(shortened).toBe(true);
      expect(path.length).toBeLessThan(100);
      expect(readFileSync(path, 'utf8')).toBe('it');
    });
    expect(existsSync(dirname(dirname(used)))).toBe(false);
  },
);
