import { type FieldError, invalidValue, notSupported, required } from '../objects/field-error.ts';

/** Rules for names, in the words of apimachinery `pkg/util/validation`. Each returns what is wrong with the text. */
export type Rule = (text: string) => string[];

function regexRule(pattern: string, rule: string, examples: readonly string[], limit: number): Rule {
  const regex = new RegExp(`^(?:${pattern})$`);
  const shown = examples.map((example) => `'${example}'`).join(',  or ');
  const hint = examples.length
    ? `(e.g. ${shown}, regex used for validation is '${pattern}')`
    : `(regex used for validation is '${pattern}')`;
  return (text) => [
    ...(text.length > limit ? [`must be no more than ${limit} characters`] : []),
    ...(regex.test(text) ? [] : [`${rule} ${hint}`]),
  ];
}

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;

const dns1123LabelShape = regexRule(
  label,
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  ['my-name', '123-abc'],
  63,
);

export const dns1123Subdomain = regexRule(
  subdomain,
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  ['example.com'],
  253,
);

export const dns1123Label: Rule = (text) =>
  // What would do as a subdomain has only its dots against it.
  dns1123LabelShape(text).map((problem) =>
    problem.startsWith('a lowercase') && !dns1123Subdomain(text).length ? 'must not contain dots' : problem,
  );

export const dns1035Label = regexRule(
  '[a-z]([-a-z0-9]*[a-z0-9])?',
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  ['my-name', 'abc-123'],
  63,
);

export const labelValue = regexRule(
  '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?',
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  ['MyValue', 'my_value', '12345'],
  63,
);

const namePart = regexRule(
  '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]',
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  ['MyName', 'my.name', '123-abc'],
  63,
);

export const configMapKey: Rule = (text) => {
  const problems = regexRule(
    '[-._a-zA-Z0-9]+',
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
    ['key.name', 'KEY_NAME', 'key-name'],
    253,
  )(text);
  if (text === '.') problems.push("must not be '.'");
  if (text === '..') problems.push("must not be '..'");
  else if (text.startsWith('..')) problems.push("must not start with '..'");
  return problems;
};

/** Since 1.34 a variable may be called nearly anything. */
export const envVarName: Rule = (text) =>
  /^[ -<>-~]+$/.test(text)
    ? []
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];

export const httpHeaderName: Rule = (text) =>
  /^[-A-Za-z0-9]+$/.test(text)
    ? []
    : [
        "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')",
      ];

/** A label's or annotation's key: `name` or `prefix/name`. */
export const qualifiedName: Rule = (text) => {
  const parts = text.split('/');
  const problems: string[] = [];
  let name = parts[0] ?? '';
  if (parts.length === 2) {
    const prefix = parts[0] ?? '';
    name = parts[1] ?? '';
    if (!prefix) problems.push('prefix part must be non-empty');
    else problems.push(...dns1123Subdomain(prefix).map((problem) => `prefix part ${problem}`));
  } else if (parts.length > 2) {
    const { 0: rule = '' } = namePart('');
    return [`a qualified name ${rule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  if (!name) problems.push('name part must be non-empty');
  else if (name.length > 63) problems.push('name part must be no more than 63 characters');
  if (!/^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/.test(name)) {
    problems.push(
      ...namePart(name)
        .filter((problem) => !problem.startsWith('must be no more'))
        .map((problem) => `name part ${problem}`),
    );
  }
  return problems;
};

export const portName: Rule = (text) => {
  const problems: string[] = [];
  if (text.length > 15) problems.push('must be no more than 15 characters');
  if (!/^[-a-z0-9]+$/.test(text)) {
    problems.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  }
  if (!/[a-z]/.test(text)) problems.push('must contain at least one letter (a-z)');
  if (text.includes('--')) problems.push('must not contain consecutive hyphens');
  if (text.startsWith('-') || text.endsWith('-')) problems.push('must not begin or end with a hyphen');
  return problems;
};

export function portNumber(port: number): string[] {
  return port >= 1 && port <= 65_535 ? [] : ['must be between 1 and 65535, inclusive'];
}

export const dns1123SubdomainWithUnderscore = regexRule(
  '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*',
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
  ['example.com'],
  253,
);

/** Source: apimachinery `metav1/validation.isValidConditionReason`. */
export const conditionReason = regexRule(
  '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?',
  "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_'",
  ['my_name', 'MY_NAME', 'MyName', 'ReasonA,ReasonB', 'ReasonA:ReasonB'],
  1024,
);

/** The rule for a name that more is to follow. Source: apimachinery `maskTrailingDash`, which takes two characters off. */
export function asPrefix(rule: Rule): Rule {
  return (text) => rule(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text);
}

/** A user's or group's number. */
export function validateId(field: string, id: number | undefined): FieldError[] {
  return id !== undefined && (id < 0 || id > 2_147_483_647)
    ? [invalidValue(field, id, 'must be between 0 and 2147483647, inclusive')]
    : [];
}

/** A word out of a closed list; an empty one is missing. */
export function oneOf(field: string, value: string | undefined, supported: readonly string[]): FieldError[] {
  if (!value) return [required(field, '')];
  return supported.includes(value) ? [] : [notSupported(field, value, supported)];
}

/** A word out of a closed list that need not be there, though not empty when it is. */
export function oneOfIfSet(field: string, value: string | undefined, supported: readonly string[]): FieldError[] {
  return value === undefined || supported.includes(value) ? [] : [notSupported(field, value, supported)];
}

/** Applies a rule to a field. */
export function checked(rule: Rule, field: string, text: string): FieldError[] {
  return rule(text).map((problem) => invalidValue(field, text, problem));
}

export function requiredOr(field: string, text: string | undefined, rule: Rule): FieldError[] {
  return text ? checked(rule, field, text) : [required(field, '')];
}

export function portNumberOrName(field: string, port: number | string | undefined): FieldError[] {
  if (typeof port === 'string') return checked(portName, field, port);
  return portNumber(port ?? 0).map((problem) => invalidValue(field, port ?? 0, problem));
}

export function nonNegative(field: string, value: number | undefined): FieldError[] {
  return value !== undefined && value < 0 ? [invalidValue(field, value, 'must be greater than or equal to 0')] : [];
}
