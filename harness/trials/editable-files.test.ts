import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readManifests } from '../manifests/read-manifests.ts';
import { fixture } from '../project-paths.ts';
import { readSnapshot } from '../snapshot/read-snapshot.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { EditableFiles } from './editable-files.ts';
import { inAgent } from './edits/in-agent.ts';
import { inContainer } from './edits/in-container.ts';
import { inPlugin } from './edits/in-plugin.ts';
import { inSnapshot } from './edits/in-snapshot.ts';
import { moreManifests } from './edits/more-manifests.ts';
import { variable } from './edits/variable.ts';
import { NothingToEdit } from './nothing-to-edit.ts';

const own = { manifests: fixture('manifests'), snapshot: undefined, secrets: undefined, images: [] };

async function objectsIn(path: string) {
  return (await readManifests(path)).map(({ object }) => object);
}

test('what no change touches is written as it was read', async () => {
  using folder = temporaryFolder();
  const files = await EditableFiles.read(own);
  const written = await files.write(folder.path);
  expect(await objectsIn(written.manifests)).toEqual(await objectsIn(own.manifests));
  const text = await readFile(fixture('snapshots/snapshot.yaml'), 'utf8');
  expect(await readFile(written.snapshot ?? '', 'utf8')).toBe(text);
});

test('a file that is no YAML is told with its place, before anything is changed', async () => {
  using folder = temporaryFolder();
  const snapshot = join(folder.path, 'snapshot.yaml');
  await writeFile(snapshot, 'config: [\n');
  await expect(EditableFiles.read({ ...own, snapshot })).rejects.toThrow(`${snapshot}:2: not valid YAML`);
  const manifest = join(folder.path, 'qtap.yaml');
  await writeFile(manifest, 'kind: [\n');
  await expect(EditableFiles.read({ ...own, manifests: manifest })).rejects.toThrow(`${manifest}:2: not valid YAML`);
});

test("anybody's objects are the same again, in YAML of either sort and in JSON", async () => {
  const leaf = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'yes',
      'no',
      'on',
      '0x1f',
      '1e3',
      '012',
      '1:30',
      '2001-01-01',
      'null',
      '~',
      '8080',
      '',
      ' x ',
      '#a',
      'a: b',
    ),
    fc.integer(),
    fc.boolean(),
  );
  const data = fc.dictionary(fc.stringMatching(/^[a-zA-Z0-9._-]{1,20}$/), leaf, { maxKeys: 8 });
  using folder = temporaryFolder();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(data, { minLength: 1, maxLength: 3 }), fc.boolean(), async (all, isJson) => {
      const objects = all.map((each, index) => ({
        ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `map-${index}` }, data: each },
      }));
      const given = join(folder.path, `${++run}`);
      await mkdir(given);
      const text = isJson
        ? JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects })
        : objects.map((object) => stringify(object, { version: '1.1' })).join('---\n');
      await writeFile(join(given, isJson ? 'all.json' : 'all.yaml'), text);
      const files = await EditableFiles.read({ ...own, manifests: given });
      const written = await files.write(join(given, 'copy'));
      expect(await objectsIn(written.manifests)).toEqual(await objectsIn(given));
    }),
    { numRuns: 60 },
  );
});

test('each edit changes its field and no other', async () => {
  using folder = temporaryFolder();
  const files = await EditableFiles.read(own);
  const before = await objectsIn(own.manifests);
  variable('qscan', 'S3_BUCKET_NAME', 'elsewhere')(files);
  variable('qscan', 'S3_ENDPOINT_URL', undefined)(files);
  variable('qtap', 'TLS_PROBES', 'none')(files);
  inAgent('qscan', 'spec.replicas', 3)(files);
  inContainer('qtap', ['securityContext', 'privileged'], undefined)(files);
  moreManifests('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n')(files);
  inPlugin('qscan', 'config.sample_rate', 1)(files);
  inSnapshot('config.tap.direction', 'egress-external')(files);
  const written = await files.write(folder.path);

  expect(await readdir(written.manifests)).toEqual(['added.yaml', 'qscan.yaml', 'qtap.yaml']);
  const after = await objectsIn(written.manifests);
  const expected = JSON.parse(JSON.stringify(before), (_, value) => {
    if (value?.name === 'qscan' && value.env) {
      value.env = value.env.filter(({ name }: { name: string }) => name !== 'S3_ENDPOINT_URL');
      value.env.find(({ name }: { name: string }) => name === 'S3_BUCKET_NAME').value = 'elsewhere';
    }
    if (value?.name === 'qtap' && value.env) {
      value.env.push({ name: 'TLS_PROBES', value: 'none' });
      delete value.securityContext.privileged;
    }
    if (value?.replicas === 1) value.replicas = 3;
    return value;
  });
  expect(after.slice(1)).toEqual(expected);
  const file = written.snapshot ?? '';
  const snapshot = readSnapshot(await readFile(file, 'utf8'), { file });
  expect(snapshot.tap.direction).toBe('egress-external');
});

test('a change that finds nothing says so', async () => {
  const files = await EditableFiles.read(own);
  expect(() => variable('qscan', 'NOT_THERE', undefined)(files)).toThrow(NothingToEdit);
  expect(() => inContainer('idle', ['image'], 'x')(files)).toThrow(NothingToEdit);
  expect(() => inPlugin('no_such_plugin', 'config', 1)(files)).toThrow(NothingToEdit);
  expect(() => inSnapshot('config.nothing.here', undefined)(files)).toThrow(NothingToEdit);
});
