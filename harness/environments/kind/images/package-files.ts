import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, parse, resolve } from 'node:path';
import { EnvironmentError } from '../../../errors/environment-error.ts';
import { isPackaged } from '../../../project-paths.ts';

/** An installed package, with what it needs at run time. */
export interface PackageFiles {
  readonly name: string;
  readonly version: string;
  /** In the image, from its root. */
  readonly folder: string;
  /** Where it is installed, from the root: above it where the harness is an installed package itself. */
  readonly source: string;
  /** From `folder`, sorted. */
  readonly files: readonly string[];
}

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Processor of the images, in Node's words. */
export type Architecture = 'x64' | 'arm64';

/** What no program reads at run time. */
const useless = /\.(map|md|markdown|d\.[cm]?ts|flow|tgz)$|(^|\/)(test|tests|docs|example|examples|\.github)\//;

/** Packages of which a part is enough: most of their bytes are for others. */
const parts: Readonly<Record<string, { readonly keep: (architecture: Architecture) => RegExp; needs: string[] }>> = {
  // Its other dependencies serve its install script only.
  'onnxruntime-node': {
    keep: (architecture) =>
      new RegExp(`^(package\\.json|dist/.*|bin/napi-v6/linux/${architecture}/(?!.*cuda|.*tensorrt).*)$`),
    needs: ['onnxruntime-common'],
  },
  'libphonenumber-js': {
    keep: () => /^(package\.json|(min|core|build|es6)\/.*|metadata\.min\..*)$/,
    needs: [],
  },
};

/** The packages of these names and all that they depend on, as installed below the root; sorted by folder. */
export function packageFiles(root: string, names: readonly string[], architecture: Architecture): PackageFiles[] {
  const found = new Map<string, PackageFiles>();
  const waiting = names.map((name) => ({ name, from: '' }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const source = installed(root, next.name, next.from);
    const folder = source.replace(/^(\.\.\/)+/, '');
    const other = found.get(folder)?.source;
    if (other !== undefined && other !== source) {
      throw new EnvironmentError(
        `Two versions of ${next.name} are installed, ${join(root, source)} and ${join(root, other)}, and an image has room for one: npm dedupe, or install the harness into a project of its own.`,
      );
    }
    if (other !== undefined) continue;
    const manifest = JSON.parse(readFileSync(join(root, source, 'package.json'), 'utf8')) as Manifest;
    const part = parts[next.name];
    const keep = part?.keep(architecture);
    const files = filesOf(join(root, source)).filter((file) => !useless.test(file) && (keep?.test(file) ?? true));
    found.set(folder, { name: next.name, version: manifest.version, folder, source, files });
    const needs = part?.needs ?? Object.keys(manifest.dependencies ?? {});
    waiting.push(...needs.map((name) => ({ name, from: source })));
  }
  return [...found.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** Where Node would find the package, from the folder of another. */
function installed(root: string, name: string, from: string): string {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules') - 1))) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(root, candidate, 'package.json'))) return candidate;
    if (folder === '') return installedAbove(root, name);
  }
}

function installedAbove(root: string, name: string): string {
  for (let above = '..'; ; above = join(above, '..')) {
    const candidate = join(above, 'node_modules', name);
    if (existsSync(join(root, candidate, 'package.json'))) return candidate;
    if (resolve(root, above) === parse(root).root) {
      throw new EnvironmentError(`${name} is not installed: run npm ${isPackaged ? 'install' : 'ci'}.`);
    }
  }
}

function filesOf(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(below, entry.name);
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesOf(folder, path);
      return entry.isFile() ? [path] : [];
    })
    .sort();
}
