import { expect, test } from 'vitest';
import { fixture } from '../../project-paths.ts';
import { EditableFiles } from '../editable-files.ts';
import { NothingToEdit } from '../nothing-to-edit.ts';
import type { Change } from './change.ts';
import { inStore } from './in-store.ts';
import { morePlugins } from './more-plugins.ts';
import { qpointStore } from './qpoint-store.ts';
import { scanInputsToOwnStore } from './scan-inputs-to-own-store.ts';
import { storeFirst } from './store-first.ts';

const options = {
  manifests: fixture('manifests'),
  snapshot: fixture('snapshots/snapshot.yaml'),
  secrets: undefined,
  images: [],
};
const stores = ['config', 'services', 'object_stores'];
const plugins = ['config', 'stacks', 'scan', 'plugins'];

/** The snapshot after a change, by path. */
async function changed(...changes: readonly Change[]) {
  const files = await EditableFiles.read(options);
  for (const change of changes) change(files);
  return (path: readonly (string | number)[]) => files.snapshot.getIn(path);
}

test('a field of the own store is set and taken away, wherever the store stands', async () => {
  const at = await changed(storeFirst(qpointStore), inStore('region', 'us-west-2'), inStore('access_url', undefined));
  expect(at([...stores, 0, 'id'])).toBe('warehouse');
  expect(at([...stores, 1, 'region'])).toBe('us-west-2');
  expect(at([...stores, 1, 'access_url'])).toBeUndefined();
});

test('scan inputs keep their store where another one becomes the default', async () => {
  const at = await changed(storeFirst(qpointStore), scanInputsToOwnStore);
  expect(at([...plugins, 1, 'config', 'object_store_id'])).toBe('artifacts');
});

test('a plugin comes after those of the stack in force', async () => {
  const at = await changed(morePlugins({ type: 'http_capture', config: { level: 'full' } }));
  expect(at([...plugins, 2, 'config', 'level'])).toBe('full');
});

test.each([
  [inStore('type', 'disabled'), inStore('region', 'x')],
  [inStore('access_url', undefined), inStore('access_url', undefined)],
  [
    ({ snapshot }: EditableFiles) => snapshot.setIn(['config', 'tap', 'http', 'stack'], 'none'),
    morePlugins({ type: 'x' }),
  ],
  [({ snapshot }: EditableFiles) => void snapshot.deleteIn(stores), storeFirst(qpointStore)],
])('there is nothing to edit: %#', async (before, change) => {
  await expect(changed(before, change)).rejects.toThrow(NothingToEdit);
});
