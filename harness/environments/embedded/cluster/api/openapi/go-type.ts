const goNames: Readonly<Record<string, string>> = {
  s: 'string',
  y: '[]uint8',
  i: 'int32',
  l: 'int64',
  d: 'float64',
  b: 'bool',
  I: 'int32',
};

/** The Go type behind an OpenAPI type, where no name was given to it. */
export function guessGoType(type: string, names: readonly string[]): string {
  if (type.startsWith('[')) return `[]${guessGoType(type.slice(1), names)}`;
  if (type.startsWith('{')) return `map[string]${guessGoType(type.slice(1), names)}`;
  if (type.startsWith('#')) return (names[Number(type.slice(1))] ?? '').split('.').slice(-2).join('.');
  return goNames[type] ?? type;
}
