import { readdirSync, readFileSync } from 'node:fs';

/** A process with all its descendants, and the memory that they hold together. Linux only. */
export interface TreeMemory {
  readonly processes: number;
  /** Sum of the proportional set sizes, bytes: a page shared by n processes counts 1/n in each. */
  readonly pss: number;
}

/** Reads a tree's memory now; processes that end meanwhile count nothing. */
export function treeMemory(root: number): TreeMemory {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = parentOf(entry);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  const sizes = tree.map(proportionalSetSize).filter((size) => size !== undefined);
  return { processes: sizes.length, pss: sizes.reduce((sum, size) => sum + size, 0) };
}

function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

function proportionalSetSize(pid: number): number | undefined {
  try {
    const match = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    return match === null ? undefined : Number(match[1]) * 1024;
  } catch {
    return undefined;
  }
}
