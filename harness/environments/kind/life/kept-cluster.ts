import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is known of the kept cluster from one run to the next: files in its folder. */
export interface KeptCluster {
  readonly kubeconfigFile: string;
  /** What it was made of; undefined when it was never completed. */
  readonly madeOf: string | undefined;
  /** Objects that it had at first. */
  readonly firstObjects: () => readonly string[];
  complete(madeOf: string, firstObjects: readonly string[]): void;
  /** Before it is made anew. */
  forget(): void;
}

/** Opens the folder. */
export function keptCluster(folder: string): KeptCluster {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = (name: string) => join(folder, name);
  const made = file('made-of');
  const objects = file('objects.json');
  return {
    kubeconfigFile: file('kubeconfig'),
    madeOf: existsSync(made) ? readFileSync(made, 'utf8') : undefined,
    firstObjects: () => JSON.parse(readFileSync(objects, 'utf8')) as string[],
    complete: (madeOf, firstObjects) => {
      writeFileSync(objects, JSON.stringify(firstObjects));
      writeFileSync(made, madeOf);
    },
    forget: () => {
      for (const name of [made, objects, file('kubeconfig')]) rmSync(name, { force: true });
    },
  };
}
