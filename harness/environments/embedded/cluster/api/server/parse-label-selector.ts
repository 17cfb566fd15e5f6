import { badRequest } from '../objects/api-error.ts';
import { invalidValue } from '../objects/field-error.ts';
import { labelValue, qualifiedName } from '../validation/names.ts';

export interface LabelRequirement {
  readonly key: string;
  readonly operator: 'exists' | '!' | 'in' | 'notin' | '=' | '==' | '!=' | '>' | '<';
  readonly values: readonly string[];
}

interface Token {
  readonly kind: 'identifier' | 'symbol' | 'end';
  readonly text: string;
}

const symbols = new Set([')', ',', '!', '==', '=', '(', '!=', '>', '<']);
const operators = new Set(['in', 'notin', '=', '==', '!=', '>', '<']);
const end: Token = { kind: 'end', text: '' };

/** Requirements of `a=b,c!=d,e in (f,g),h notin (i),j,!k,l>5`. Throws ApiError BadRequest. Source: apimachinery `labels/selector.go`. */
export function parseLabelSelector(text: string): LabelRequirement[] {
  const tokens = scan(text);
  const requirements: LabelRequirement[] = [];
  const next = (): Token => tokens[0] ?? end;
  for (;;) {
    const token = next();
    if (token.kind === 'end') return requirements;
    if (token.kind !== 'identifier' && token.text !== '!') {
      throw badRequest(`found '${token.text}', expected: !, identifier, or 'end of string'`);
    }
    requirements.push(requirement(tokens));
    const after = tokens.shift() ?? end;
    if (after.kind === 'end') return requirements;
    if (after.text !== ',') throw badRequest(`found '${after.text}', expected: ',' or 'end of string'`);
    const second = next();
    if (second.kind !== 'identifier' && second.text !== '!') {
      throw badRequest(`found '${second.text}', expected: identifier after ','`);
    }
  }
}

function scan(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [, symbol, identifier] of text.matchAll(/\s*(?:([=!(),><]+)|([^=!(),><\s]+))\s*/g)) {
    if (identifier !== undefined) tokens.push({ kind: 'identifier', text: identifier });
    for (let rest = symbol ?? ''; rest; ) {
      const taken = symbols.has(rest.slice(0, 2)) ? rest.slice(0, 2) : rest.slice(0, 1);
      tokens.push({ kind: 'symbol', text: taken });
      rest = rest.slice(taken.length);
    }
  }
  return tokens;
}

function unparsed(detail: string): Error {
  return badRequest(`unable to parse requirement: ${detail}`);
}

function requirement(tokens: Token[]): LabelRequirement {
  let token = tokens.shift() ?? end;
  const isNegated = token.text === '!' && token.kind === 'symbol';
  if (isNegated) token = tokens.shift() ?? end;
  if (token.kind !== 'identifier') throw unparsed(`found '${token.text}', expected: identifier`);
  const key = token.text;
  refuse('<nil>', key, qualifiedName(key));
  if (isNegated) return { key, operator: '!', values: [] };
  const following = tokens[0] ?? end;
  if (following.kind === 'end' || following.text === ',') return { key, operator: 'exists', values: [] };
  const operator = tokens.shift()?.text ?? '';
  if (!operators.has(operator)) {
    throw unparsed(`found '${operator}', expected: in, notin, =, ==, !=, gt, lt`);
  }
  const values = operator === 'in' || operator === 'notin' ? valueList(tokens) : [exactValue(tokens)];
  checkValues(key, operator, values);
  return { key, operator: operator as LabelRequirement['operator'], values };
}

function exactValue(tokens: Token[]): string {
  const following = tokens[0] ?? end;
  if (following.kind === 'end' || following.text === ',') return '';
  tokens.shift();
  if (following.kind === 'identifier') return following.text;
  throw unparsed(`found '${following.text}', expected: identifier`);
}

function valueList(tokens: Token[]): string[] {
  const open = tokens.shift() ?? end;
  if (open.text !== '(') throw unparsed(`found '${open.text}' expected: '('`);
  const values: string[] = [];
  for (let isValueDue = true; ; ) {
    const token = tokens.shift() ?? end;
    if (token.text === ')' || token.text === ',') {
      if (isValueDue) values.push('');
      if (token.text === ')') return [...new Set(values)].sort();
      isValueDue = true;
    } else if (isValueDue && token.kind === 'identifier') {
      values.push(token.text);
      isValueDue = false;
    } else {
      throw unparsed(`found '${token.text}', expected: ${isValueDue ? "',', or identifier" : "',' or ')'"}`);
    }
  }
}

function checkValues(key: string, operator: string, values: readonly string[]): void {
  for (const [index, value] of values.entries()) {
    if ((operator === '>' || operator === '<') && !/^[+-]?\d+$/.test(value)) {
      refuse(`values[${index}]`, value, ["for 'Gt', 'Lt' operators, the value must be an integer"]);
    }
    refuse(`values[${index}][${key}]`, value, labelValue(value));
  }
}

function refuse(field: string, value: string, errors: readonly string[]): void {
  if (errors.length) throw unparsed(`${field}: ${invalidValue(field, value, errors.join('; ')).text}`);
}
