import type { DeclaredScenario } from './declared-scenario.ts';

let collected: DeclaredScenario[] | undefined;

/** Imports a scenario file, outside vitest or in it, and answers with what it declares; nothing of it runs. */
export async function collectFrom(file: URL): Promise<readonly DeclaredScenario[]> {
  const found: DeclaredScenario[] = [];
  collected = found;
  try {
    await import(file.href);
  } finally {
    collected = undefined;
  }
  return found;
}

/** Takes a declaration where scenarios are collected; answers whether they are. */
export function collect(declared: DeclaredScenario): boolean {
  collected?.push(declared);
  return collected !== undefined;
}
