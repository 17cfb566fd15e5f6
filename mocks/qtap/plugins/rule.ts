/** Value of a field for one exchange; undefined is a missing field. */
export type FieldLookup = (name: string) => string | number | undefined;

/** A parsed expression. A missing field matches nothing. */
export type Rule = (field: FieldLookup) => boolean;

type Operand = { readonly field: string } | { readonly constant: string | number };

const token =
  /\s*(?:(&&|\|\||==|!=|<=|>=|<|>|!|\(|\))|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(-?\d+(?:\.\d+)?)(?![\w.])|([A-Za-z_][\w.-]*))/y;
const comparisons: Readonly<Record<string, (one: string | number, other: string | number) => boolean>> = {
  '==': (one, other) => one === other,
  '!=': (one, other) => one !== other,
  '<': (one, other) => one < other,
  '<=': (one, other) => one <= other,
  '>': (one, other) => one > other,
  '>=': (one, other) => one >= other,
  contains: (one, other) => String(one).includes(String(other)),
};

/** Parses comparisons joined by `&&`, `||`, `!` and parentheses; throws with the place of the fault. The full grammar is not public. */
export function parseRule(expression: string): Rule {
  const tokens = tokenise(expression);
  let next = 0;
  const accept = (...words: readonly string[]): string | undefined => {
    const word = tokens[next]?.word;
    if (word === undefined || !words.includes(word)) return undefined;
    next++;
    return word;
  };
  const fault = () => new Error(`unexpected ${tokens[next]?.text ?? 'end'} in expression`);

  const either = (): Rule => {
    const parts = [both()];
    while (accept('||', 'or') !== undefined) parts.push(both());
    return (field) => parts.some((part) => part(field));
  };
  const both = (): Rule => {
    const parts = [single()];
    while (accept('&&', 'and') !== undefined) parts.push(single());
    return (field) => parts.every((part) => part(field));
  };
  const single = (): Rule => {
    if (accept('!', 'not') !== undefined) {
      const negated = single();
      return (field) => !negated(field);
    }
    if (accept('(') !== undefined) {
      const inner = either();
      if (accept(')') === undefined) throw fault();
      return inner;
    }
    return comparison();
  };
  const comparison = (): Rule => {
    const left = operand();
    const compare = comparisons[accept(...Object.keys(comparisons)) ?? ''];
    if (compare === undefined) throw fault();
    const right = operand();
    return (field) => {
      const [one, other] = [operandValue(left, field), operandValue(right, field)];
      return one !== undefined && other !== undefined && compare(one, other);
    };
  };
  const operand = (): Operand => {
    const found = tokens[next]?.operand;
    if (found === undefined) throw fault();
    next++;
    return found;
  };

  const rule = either();
  if (next < tokens.length) throw fault();
  return rule;
}

function operandValue(operand: Operand, field: FieldLookup): string | number | undefined {
  return 'field' in operand ? field(operand.field) : operand.constant;
}

function tokenise(expression: string): { text: string; word?: string; operand?: Operand }[] {
  const tokens: { text: string; word?: string; operand?: Operand }[] = [];
  const text = expression.trimEnd();
  for (let offset = 0; offset < text.length; ) {
    token.lastIndex = offset;
    const match = token.exec(text);
    if (match === null) throw new Error(`unexpected character at ${offset} in expression`);
    const [whole, sign, double, single, number, name] = match;
    const quoted = double ?? single;
    offset += whole.length;
    if (sign !== undefined) tokens.push({ text: sign, word: sign });
    else if (quoted !== undefined)
      tokens.push({ text: 'a string', operand: { constant: quoted.replaceAll(/\\(.)/g, '$1') } });
    else if (number !== undefined) tokens.push({ text: number, operand: { constant: Number(number) } });
    else if (name !== undefined) {
      const word = ['and', 'or', 'not', 'contains'].includes(name) ? name : undefined;
      tokens.push(word === undefined ? { text: name, operand: { field: name } } : { text: name, word });
    }
  }
  return tokens;
}
