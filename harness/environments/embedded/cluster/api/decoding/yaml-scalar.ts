import type { Json } from '../objects/json.ts';

const words: ReadonlyMap<string, Json> = new Map<string, Json>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);

const infinities: ReadonlyMap<string, string> = new Map([
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, 'NaN'] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, '+Inf'] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, '-Inf'] as const),
]);

/**
 * What a plain scalar stands for: YAML 1.1 words, octal and binary numbers, underscores; times stay texts.
 * Throws SyntaxError for what JSON has no number for. Source: sigs.k8s.io/yaml `goyaml.v2/resolve.go`.
 */
export function yamlScalar(text: string): Json {
  const word = words.get(text);
  if (word !== undefined) return word;
  const infinity = infinities.get(text);
  if (infinity) throw new SyntaxError(`json: unsupported value: ${infinity}`);
  if (/^\.\d/.test(text)) return finite(text, text);
  if (!/^[-+\d]/.test(text) || isTime(text)) return text;
  const plain = text.replaceAll('_', '');
  return wholeNumber(plain) ?? (/^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(plain) ? finite(plain, text) : text);
}

/** Go's ParseInt with base 0: the prefix tells the base, and a leading zero means octal. */
function wholeNumber(text: string): number | undefined {
  const match = /^([-+]?)(?:0[xX]([\da-fA-F]+)|0[oO]?([0-7]+)|0[bB]([01]+)|(0|[1-9]\d*))$/.exec(text);
  if (!match) return undefined;
  const [, sign, hexadecimal, octal, binary, decimal] = match;
  const value = hexadecimal
    ? Number.parseInt(hexadecimal, 16)
    : octal
      ? Number.parseInt(octal, 8)
      : binary
        ? Number.parseInt(binary, 2)
        : Number(decimal);
  return sign === '-' && value !== 0 ? -value : value;
}

/** A number that is too large is no number to Go. */
function finite(plain: string, text: string): Json {
  const value = Number(plain);
  return Number.isFinite(value) ? (value === 0 ? 0 : value) : text;
}

function isTime(text: string): boolean {
  return /^\d{4}-\d{1,2}-\d{1,2}($|[Tt ])/.test(text);
}
