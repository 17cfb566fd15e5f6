import { fitsWildcards, literally, type PatternToken, readWildcards } from './wildcard.ts';

/** `${aws:username}`, or `${aws:username, 'default'}`. Source: IAM user guide, "Variables and tags". */
const variable = /\$\{([^}]*)\}/g;
const literals: Readonly<Record<string, string>> = { '*': '*', '?': '?', $: '$' };
const knownVariable = /^(aws|s3|iam):[A-Za-z0-9/:_.+=@-]+$/i;

/** Condition keys of a request by lower-case name, each with its values. */
export type PolicyContext = Pick<ReadonlyMap<string, readonly string[]>, 'get' | 'has'>;

/** A compiled value of a policy: `*` any run of characters, `?` one, `${aws:username}` a value of the request. */
export type PolicyPattern = (text: string, context: PolicyContext) => boolean;

export interface PatternOptions {
  readonly ignoreCase?: boolean;
  /** Whether `*` and `?` are more than themselves; true unless given. */
  readonly wildcards?: boolean;
}

/** Compiles a pattern. A variable that the request has no value for matches nothing; what a variable brings is no pattern. */
export function policyPattern(
  source: string,
  { ignoreCase = false, wildcards = true }: PatternOptions = {},
): PolicyPattern {
  const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text);
  const read = (text: string) => (wildcards ? readWildcards(fold(text)) : literally(fold(text)));
  if (!source.includes('${')) {
    const plain = plainPattern(fold(source), wildcards);
    if (plain !== undefined) return (text) => plain(fold(text));
    const tokens = read(source);
    return (text) => fitsWildcards(tokens, fold(text));
  }
  const pieces = source.split(variable);
  return (text, context) => {
    const tokens: PatternToken[] = [];
    for (const [index, piece] of pieces.entries()) {
      if (index % 2 === 0) {
        tokens.push(...read(piece));
        continue;
      }
      const value = literals[piece] ?? variableValue(piece, context);
      if (value === undefined) return false;
      tokens.push(...literally(fold(value)));
    }
    return fitsWildcards(tokens, fold(text));
  };
}

/** Most patterns are a text, or a text and then anything: those need no tokens. */
function plainPattern(source: string, wildcards: boolean): ((text: string) => boolean) | undefined {
  const special = wildcards ? source.search(/[*?]/) : -1;
  if (special === -1) return (text) => text === source;
  const start = source.slice(0, special);
  return source.slice(special) === '*' ? (text) => text.startsWith(start) : undefined;
}

/** Names in `${…}` that IAM does not know, for example a placeholder that nobody filled in. */
export function unknownVariables(source: string): string[] {
  return [...source.matchAll(variable)]
    .map((match) => match[1] ?? '')
    .filter((name) => !(name in literals) && !knownVariable.test(splitDefault(name).key));
}

function variableValue(text: string, context: PolicyContext): string | undefined {
  const { key, otherwise } = splitDefault(text);
  const values = context.get(key.toLowerCase());
  return values?.length === 1 ? values[0] : otherwise;
}

function splitDefault(text: string): { key: string; otherwise: string | undefined } {
  const [, key = text, otherwise] = /^([^,]*?)\s*,\s*'(.*)'$/.exec(text) ?? [];
  return { key: key.trim(), otherwise };
}
