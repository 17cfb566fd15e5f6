import { readFileSync } from 'node:fs';
import { processTree } from '../testing/process-tree.ts';

/** A process with all its descendants, and the memory that they hold together. Linux only. */
export interface TreeMemory {
  readonly processes: number;
  /** Sum of the proportional set sizes, bytes: a page shared by n processes counts 1/n in each. */
  readonly pss: number;
}

/** Reads a tree's memory now; processes that end meanwhile count nothing. */
export function treeMemory(root: number): TreeMemory {
  const sizes = processTree(root)
    .map(proportionalSetSize)
    .filter((size) => size !== undefined);
  return { processes: sizes.length, pss: sizes.reduce((sum, size) => sum + size, 0) };
}

function proportionalSetSize(pid: number): number | undefined {
  try {
    const match = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    return match === null ? undefined : Number(match[1]) * 1024;
  } catch {
    return undefined;
  }
}
