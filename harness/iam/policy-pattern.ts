const variable = /\$\{([^}]*)\}/g;
const literals: Readonly<Record<string, string>> = { '*': '*', '?': '?', $: '$' };
const knownVariable = /^(aws|s3|iam):[A-Za-z0-9/:_.-]+$/i;

/** Condition keys of a request by lower-case name. */
export type PolicyContext = ReadonlyMap<string, string>;

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
  const flags = ignoreCase ? 'iu' : 'u';
  const compile = (text: string) => (wildcards ? wildcardExpression(text) : escapeExpression(text));
  if (!source.includes('${')) {
    const expression = new RegExp(`^${compile(source)}$`, flags);
    return (text) => expression.test(text);
  }
  const pieces = source.split(variable);
  return (text, context) => {
    const parts = pieces.map((piece, index) => {
      if (index % 2 === 0) return compile(piece);
      const value = literals[piece] ?? context.get(piece.toLowerCase());
      return value === undefined ? undefined : escapeExpression(value);
    });
    return !parts.includes(undefined) && new RegExp(`^${parts.join('')}$`, flags).test(text);
  };
}

/** Names in `${…}` that IAM does not know, for example a placeholder that nobody filled in. */
export function unknownVariables(source: string): string[] {
  return [...source.matchAll(variable)]
    .map((match) => match[1] ?? '')
    .filter((name) => !(name in literals) && !knownVariable.test(name));
}

function wildcardExpression(text: string): string {
  return text
    .replace(/\*+/g, '*')
    .split(/([*?])/)
    .map((piece) => (piece === '*' ? '[^]*' : piece === '?' ? '[^]' : escapeExpression(piece)))
    .join('');
}

function escapeExpression(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
