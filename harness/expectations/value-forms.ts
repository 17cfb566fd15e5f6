/**
 * Spellings of a value that a scanner may hash; which one the product hashes is not public (reference, qscan-worker.md,
 * section 4). The first is the value as it stands.
 */
export function valueForms(value: string): readonly (readonly [form: string, text: string])[] {
  const spaced = value.replaceAll(/\s+/g, ' ').trim();
  const digits = value.replaceAll(/\D/g, '');
  return [
    ['as is', value],
    ['trimmed', value.trim()],
    ['single spaces', spaced],
    ['lower case', spaced.toLowerCase()],
    ['upper case', spaced.toUpperCase()],
    ['without separators', value.replaceAll(/[\s().-]/g, '')],
    ...(digits.length >= 8 ? ([['digits', digits]] as const) : []),
  ];
}
