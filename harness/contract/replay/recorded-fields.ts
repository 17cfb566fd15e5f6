import type { Fixture, Shape } from '../fixture.ts';
import { readPlaceholder } from '../read-placeholder.ts';

/** Names of fields that stand in the answers of a recording: what it kept of names, a mock's answer keeps as well. */
export function recordedFields(fixtures: readonly Fixture[]): string[] {
  const names = new Set<string>();
  const collect = (shape: Shape | undefined): void => {
    if (shape === undefined || typeof shape === 'string') return;
    if (Array.isArray(shape)) {
      for (const inner of shape) collect(inner);
      return;
    }
    for (const [name, inner] of Object.entries(shape as Readonly<Record<string, Shape>>)) {
      if (readPlaceholder(name) === undefined) names.add(name);
      collect(inner);
    }
  };
  for (const { answer } of fixtures) collect(answer.body.shape);
  return [...names];
}
