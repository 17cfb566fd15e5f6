#!/usr/bin/env node
import { execFileSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectPath } from '../project-paths.ts';
import { namedFiles } from './named-files.ts';

/**
 * `npm pack` runs this first: `dist/` has the tree that others install, with the same paths as here. Node runs no TypeScript
 * below node_modules, so it holds JavaScript with declarations, and every string that names a program names the compiled one.
 */
const root = projectPath('.');
const dist = projectPath('dist');

/** Beside what the code names: folders that are read as folders, and the entry, which an old Node has to understand. */
const assets = [
  'fixtures/{charts,iam,manifests,secrets,snapshots,workload}/*.{yaml,json}',
  'kind/*',
  'mocks/proto/gen/**/*.{js,d.ts}',
  'harness/cli/{pii-harness,packaged-node}.cjs',
];

const isSource = (file: string) => /(?<!\.d)\.ts$/.test(file);
const compiled = (file: string) => (isSource(file) ? file.replace(/\.ts$/, '.js') : file);
const exists = (file: string) => statSync(join(root, file), { throwIfNoEntry: false })?.isFile() ?? false;
const isBuilt = (file: string) => statSync(join(dist, file), { throwIfNoEntry: false }) !== undefined;

function copy(file: string): void {
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  copyFileSync(join(root, file), join(dist, file));
}

rmSync(dist, { recursive: true, force: true });
const config = projectPath('harness/packaging/tsconfig.json');
execFileSync(process.execPath, [projectPath('node_modules/typescript/bin/tsc'), '-p', config, '--outDir', dist], {
  stdio: ['ignore', 2, 2],
});
for (const file of globSync(assets, { cwd: root })) copy(file);
// Images take it along, and so does the package's folder.
writeFileSync(join(dist, 'package.json'), '{ "type": "module" }\n');

for (const file of globSync('**/*.{js,d.ts,Dockerfile}', { cwd: dist })) {
  const folder = file.startsWith('kind/') ? '' : dirname(file);
  const text = readFileSync(join(dist, file), 'utf8');
  let written = '';
  let end = 0;
  for (const name of namedFiles(text, folder, exists)) {
    const target = compiled(name.file);
    // A declaration's own imports are never run.
    if (!isBuilt(target) && isSource(name.file) && !file.endsWith('.d.ts'))
      throw new Error(`${file} starts ${name.file}, which ${config} has to name among its files.`);
    if (!isBuilt(target) && !isSource(name.file)) copy(name.file);
    written += text.slice(end, name.start) + compiled(text.slice(name.start, name.end));
    end = name.end;
  }
  if (end > 0) writeFileSync(join(dist, file), written + text.slice(end));
}
