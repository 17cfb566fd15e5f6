import { checkServices } from './check-services.ts';
import { checkStacks } from './check-stacks.ts';
import type { EnvironmentModel } from './environment-model.ts';
import { refuse, repeated } from './refuse.ts';

/**
 * What Qtap would take without a word although it hardly means what was intended, a sentence each. Throws `InputError` with the
 * remedy for the first thing that Qplane cannot have or Qtap refuses aloud. What reading the snapshot back tells is not in it.
 */
export function checkModel(model: EnvironmentModel): string[] {
  checkText('the model', model);
  const warnings = [...checkServices(model.services), ...checkStacks(model)];
  const macros = model.rulekit?.macros ?? [];
  const twice = repeated(macros, ({ name }) => name);
  if (twice !== undefined) {
    const name = JSON.stringify(macros[twice]?.name);
    refuse(`rulekit.macros[${twice}]`, `has the name ${name} of another one: give each its own`);
  }
  return warnings;
}

/** Half of a surrogate pair is no text: no encoding carries it. */
function checkText(path: string, value: unknown): void {
  if (typeof value === 'string' && !value.isWellFormed()) refuse(path, 'holds half of a surrogate pair: leave it out');
  if (typeof value !== 'object' || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    checkText(`a name below ${path}`, key);
    checkText(Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`, entry);
  }
}
