import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { planImages } from './plan-images.ts';

test('a stand-in has another tag when its base was pulled anew under the same name', async () => {
  using folder = temporaryFolder();
  const docker = join(folder.path, 'docker');
  // What the machine's own Docker has must not change for a test.
  writeFileSync(docker, `#!/bin/sh\nif [ "$1" = version ]; then echo amd64; else echo "$BASE_ID"; fi\n`);
  chmodSync(docker, 0o755);
  vi.stubEnv('PATH', `${folder.path}:${process.env.PATH}`);
  const tags = async (id: string) => {
    vi.stubEnv('BASE_ID', id);
    const requests = (['qtap', 'idle'] as const).map((role) => ({
      image: `mirror.example/${role}`,
      content: { role },
    }));
    const { signal } = new AbortController();
    const planned = await planImages(requests, { directory: folder.path, signal, progress: () => undefined });
    return planned.map(({ tag }) => tag);
  };
  try {
    const before = await tags('sha256:aa');
    const after = await tags('sha256:bb');
    expect(before).toHaveLength(2);
    expect(after.filter((tag) => before.includes(tag))).toEqual([]);
    expect(await tags('sha256:aa')).toEqual(before);
  } finally {
    vi.unstubAllEnvs();
  }
});
