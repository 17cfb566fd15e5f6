import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fixture } from '../../project-paths.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { EditableFiles } from '../editable-files.ts';
import { NothingToEdit } from '../nothing-to-edit.ts';
import type { Change } from './change.ts';
import { containerdSocket } from './containerd-socket.ts';
import { imageTag } from './image-tag.ts';
import { localConfig } from './local-config.ts';
import { secondRelease } from './second-release.ts';
import { secretGone } from './secret-gone.ts';
import { statusPort } from './status-port.ts';
import { tokenFrom } from './token-from.ts';
import { variable } from './variable.ts';
import { withoutSecrets } from './without-secrets.ts';

type Edited = Parameters<typeof EditableFiles.read>[0];

const guide: Edited = { manifests: fixture('manifests'), snapshot: undefined, secrets: undefined, images: [] };
const charts: Edited = { ...guide, manifests: fixture('charts') };

async function edited(options: Edited, change: Change): Promise<string> {
  const files = await EditableFiles.read(options);
  change(files);
  return files.objects.map((document) => document.toString({ lineWidth: 0 })).join('---\n');
}

const bare = `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: qtap}
spec:
  template:
    spec:
      containers:
        - {name: qtap, image: "us-docker.pkg.dev/qpoint-edge/public/qtap:v0.17.6"}
`;

test.each<[string, Edited, Change, RegExp]>([
  ['a Secret of envFrom', guide, secretGone('qtap'), /name: qpoint-token-that-nobody-made/],
  ['a Secret of a variable', charts, secretGone('qtap'), /name: qtap-token-that-nobody-made/],
  ['the Secret of the token', guide, tokenFrom('qtap', 'qtap-token'), /secretRef:\s+name: qtap-token/],
  [
    'a variable from a Secret',
    guide,
    variable('qtap', 'A', { secret: 's', key: 'k' }),
    /name: A\s+valueFrom:\s+secretKeyRef:\s+name: s\s+key: k/,
  ],
  ['the socket', charts, containerdSocket('/run/other.sock'), /path: \/run\/other\.sock\s+type: Socket/],
  ['the status port', charts, statusPort(10_002), /value: "?0\.0\.0\.0:10002"?[\s\S]*containerPort: 10002/],
  ['a second release', charts, secondRelease('qtap'), /name: second-qtap/],
  ['a left-over argument', guide, localConfig('argument'), /- --config=\/app\/tap-config\.yaml/],
  ['a left-over variable', charts, localConfig('variable'), /name: QPOINT_CONFIG\s+value: \/app\/tap-config\.yaml/],
  ['an image tag', guide, imageTag('qscan', 'v1'), /image: us-docker\.pkg\.dev\/qpoint-edge\/public\/qscan:v1/],
])('%s is changed', async (_, options, change, expected) => {
  expect(await edited(options, () => undefined)).not.toMatch(expected);
  expect(await edited(options, change)).toMatch(expected);
});

test.each([
  ['guide', guide],
  ['charts', charts],
] as const)('nothing of QScan comes from a Secret any more: %s', async (_, options) => {
  const files = await EditableFiles.read(options);
  withoutSecrets('qscan')(files);
  expect(files.container('qscan').toString()).not.toMatch(/secretRef|secretKeyRef/);
});

test.each<[string, Change]>([
  ['a Secret', secretGone('qtap')],
  ['Secrets', withoutSecrets('qtap')],
  ['the Secret of the token', tokenFrom('qtap', 'x')],
  ['the socket', containerdSocket('/x')],
  ['the status port', statusPort(1)],
])('files without %s are left alone', async (_, change) => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'qtap.yaml'), bare);
  await expect(edited({ ...guide, manifests: folder.path }, change)).rejects.toThrow(NothingToEdit);
});

test('a run that takes an image with any tag has no wrong one', async () => {
  const images = [{ pattern: 'public/qscan*', standIn: 'qscan' as const }];
  await expect(edited({ ...guide, images }, imageTag('qscan', 'v1'))).rejects.toThrow(/with any tag/);
});

test('a second release may say nothing of its ports, the first one does', async () => {
  const text = await edited(guide, secondRelease('qtap', { ports: 'unsaid' }));
  const [first, second] = ['qtap', 'second-qtap'].map((name) =>
    text.split('---\n').find((object) => object.includes(`kind: DaemonSet\nmetadata:\n  name: ${name}\n`)),
  );
  expect(first).toContain('containerPort: 10001');
  expect(second).toContain('name: second-qtap');
  expect(second).not.toContain('containerPort');
});
