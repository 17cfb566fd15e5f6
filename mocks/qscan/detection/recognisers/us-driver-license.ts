import { contextStrength } from './context.ts';
import { isDriverLicenseFormat } from './driver-license-format.ts';
import { explainContext } from './explain-context.ts';
import { isNamedForOther } from './names-other.ts';
import type { Recogniser } from './recogniser.ts';

const candidate = /(?<![\p{L}\p{N}_-])[A-Z0-9][A-Z0-9*-]{3,23}(?![\p{L}\p{N}_-])/gu;
const strong = new Set(['driver', 'drivers', 'driving', 'dl', 'dln', 'dmv']);
const weak = new Set(['license', 'licence', 'lic', 'licenses']);
const base = 0.1;
const weight = 0.8;
/** What a weak word counts for beside a strong one. */
const weakness = 0.92;

/** Driver's licenses by the formats of the states. The formats are so loose that nothing counts without context. */
export const usDriverLicense: Recogniser = function* (field, groups) {
  if (groups.count === 0 || isNamedForOther(field.ownWords)) return;
  if (!hasContext(field.text, field.ownWords, field.parentWords)) return;
  for (const { 0: found, index } of field.text.matchAll(candidate)) {
    const number = found.replaceAll('-', '');
    if (!/\d{2}/.test(number) || !isDriverLicenseFormat(number)) continue;
    const end = index + found.length;
    const near = contextStrength(field, index, end, strong);
    const far = weakness * contextStrength(field, index, end, weak);
    const context = Math.max(near, far);
    if (context === 0) continue;
    yield {
      type: 'US_DRIVER_LICENSE',
      score: base + weight * context,
      start: index,
      end,
      explain: () => [
        { reason: "a form that some state's licenses have", score: base },
        ...(near >= far
          ? explainContext(field, { start: index, end }, strong, weight)
          : explainContext(field, { start: index, end }, weak, weight * weakness)),
      ],
    };
  }
};

/** One look at the whole text spares most texts the search for candidates. */
function hasContext(text: string, ...names: readonly (readonly string[])[]): boolean {
  return (
    /licen[cs]e|driv|dmv|\bdln?\b|\blic\b/i.test(text) ||
    names.some((words) => words.some((word) => strong.has(word) || weak.has(word)))
  );
}
