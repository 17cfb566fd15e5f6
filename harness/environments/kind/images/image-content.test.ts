import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectPath } from '../../../project-paths.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { imageContent } from './image-content.ts';
import { importedFiles } from './imported-files.ts';
import { packageFiles } from './package-files.ts';

test('a program takes along what it imports: threads, data and packages, but no types', () => {
  using folder = temporaryFolder();
  const write = (name: string, text: string) => writeFileSync(join(folder.path, name), text);
  mkdirSync(join(folder.path, 'data'));
  write('data/model.onnx', 'x');
  write('types.ts', '');
  write('unused.ts', '');
  write('thread.ts', "import { parse } from 'yaml';\nconst model = import.meta.resolve('./data/model.onnx');\n");
  write('lazy.ts', 'export { x } from "@scope/package/deep";\n');
  write(
    'main.ts',
    [
      "import type { T } from './types.ts';",
      "import { readFileSync } from 'node:fs';",
      "new Worker(new URL('thread.ts', import.meta.url));",
      "const { x } = await import('./lazy.ts');",
      "export const word = 'yaml-like'; // './unused'",
    ].join('\n'),
  );
  expect(importedFiles(folder.path, 'main.ts')).toEqual({
    files: ['data/model.onnx', 'lazy.ts', 'main.ts', 'thread.ts'],
    packages: ['@scope/package', 'yaml'],
  });
});

test('the image of QScan holds its model and the libraries of its own processor only', () => {
  const { files, packages, tag } = imageContent('qscan', 'arm64', 'node:24');
  for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model_quantized.onnx']) {
    expect(files).toContain(`fixtures/models/language-entities/${name}`);
  }
  expect(files).toContain('mocks/qscan/scan/scanner-thread.ts');
  const runtime = packages.find(({ name }) => name === 'onnxruntime-node');
  expect(runtime?.files.filter((file) => file.startsWith('bin/'))).toEqual([
    'bin/napi-v6/linux/arm64/libonnxruntime.so.1',
    'bin/napi-v6/linux/arm64/onnxruntime_binding.node',
  ]);
  expect(tag).toMatch(/^pii-harness\/qscan:[0-9a-f]{16}$/);
  expect(imageContent('qscan', 'x64', 'node:24').tag).not.toBe(tag);
  expect(imageContent('qscan', 'arm64', 'node:25').tag).not.toBe(tag);
  expect(imageContent('qscan', 'arm64', 'node:24').tag).toBe(tag);
});

test('a package that is not installed is named with the remedy', () => {
  expect(() => packageFiles(projectPath('.'), ['no-such-package'], 'x64')).toThrow(
    'no-such-package is not installed: run npm ci.',
  );
});
