import { contextStrength } from './context.ts';
import { isDriverLicenseFormat } from './driver-license-format.ts';
import type { Recogniser } from './recogniser.ts';

const candidate = /(?<![\p{L}\p{N}_-])[A-Z0-9][A-Z0-9*-]{3,23}(?![\p{L}\p{N}_-])/gu;
const strong = new Set(['driver', 'drivers', 'driving', 'dl', 'dln', 'dmv']);
const weak = new Set(['license', 'licence', 'lic', 'licenses']);

/** Driver's licenses by the formats of the states. The formats are so loose that nothing counts without context. */
export const usDriverLicense: Recogniser = function* (field, groups) {
  if (groups.count === 0 || !hasContext(field.text, field.ownWords, field.parentWords)) return;
  for (const { 0: found, index } of field.text.matchAll(candidate)) {
    const number = found.replaceAll('-', '');
    if (!/\d{2}/.test(number) || !isDriverLicenseFormat(number)) continue;
    const end = index + found.length;
    const context = Math.max(
      contextStrength(field, index, end, strong),
      0.92 * contextStrength(field, index, end, weak),
    );
    if (context > 0) yield { type: 'US_DRIVER_LICENSE', score: 0.1 + 0.8 * context, start: index, end };
  }
};

/** One look at the whole text spares most texts the search for candidates. */
function hasContext(text: string, ...names: readonly (readonly string[])[]): boolean {
  return (
    /licen[cs]e|driv|dmv|\bdln?\b|\blic\b/i.test(text) ||
    names.some((words) => words.some((word) => strong.has(word) || weak.has(word)))
  );
}
