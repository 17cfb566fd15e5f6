import type { TestSequencer, TestSequencerConstructor, TestSpecification } from 'vitest/node';

/** Runs files in the order in which they are given, not in that of vitest's own experience with them. */
export function inGivenOrder(files: readonly string[]): TestSequencerConstructor {
  return class implements TestSequencer {
    shard(specifications: TestSpecification[]): TestSpecification[] {
      return specifications;
    }

    sort(specifications: TestSpecification[]): TestSpecification[] {
      return specifications.toSorted((one, other) => files.indexOf(one.moduleId) - files.indexOf(other.moduleId));
    }
  };
}
