import { type Condition, condition } from './condition.ts';
import { MalformedPolicyError } from './malformed-policy-error.ts';
import type { Policy, PolicyQuestion, PolicyStatement } from './policy.ts';
import { policyPattern, unknownVariables } from './policy-pattern.ts';

type Json = Readonly<Record<string, unknown>>;

const versions = ['2012-10-17', '2008-10-17'];
const documentKeys = ['Version', 'Id', 'Statement'];
const statementKeys = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

/**
 * Reads and compiles an identity-based policy, text or JSON value. Throws `MalformedPolicyError` for what IAM refuses as
 * `MalformedPolicyDocument`, for condition operators that are not evaluated here, and for placeholders left in.
 */
export function parsePolicy(document: unknown): Policy {
  const root = objectAt(typeof document === 'string' ? parseJson(document) : document, 'the policy');
  requireKeys(root, documentKeys, 'the policy');
  if (root.Version !== undefined && !versions.includes(String(root.Version))) {
    throw new MalformedPolicyError(`Version is ${JSON.stringify(root.Version)}: it must be "2012-10-17".`);
  }
  if (root.Statement === undefined) throw new MalformedPolicyError('the policy has no Statement: add at least one.');
  const statements = Array.isArray(root.Statement) ? root.Statement : [root.Statement];
  if (statements.length === 0) throw new MalformedPolicyError('Statement is empty: add at least one statement.');
  const compiled = statements.map((statement: unknown, index) => parseStatement(statement, index));
  const sids = compiled.flatMap(({ sid }) => (sid === undefined ? [] : [sid]));
  const twice = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (twice !== undefined)
    throw new MalformedPolicyError(`Sid ${JSON.stringify(twice)} is used twice: give each statement its own.`);
  return { statements: compiled };
}

function parseStatement(value: unknown, index: number): PolicyStatement {
  const at = `Statement[${index}]`;
  const statement = objectAt(value, at);
  for (const key of ['Principal', 'NotPrincipal']) {
    if (key in statement)
      throw new MalformedPolicyError(`${at} has a ${key}: a policy of a user must not name one, remove it.`);
  }
  requireKeys(statement, statementKeys, at);
  const { Effect: effect, Sid: sid } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw new MalformedPolicyError(`${at}.Effect is ${JSON.stringify(effect)}: it must be "Allow" or "Deny".`);
  }
  if (sid !== undefined && (typeof sid !== 'string' || !/^[A-Za-z0-9]*$/.test(sid))) {
    throw new MalformedPolicyError(`${at}.Sid is ${JSON.stringify(sid)}: only letters and digits are allowed.`);
  }
  const action = parseEither(statement, 'Action', at, requireAction, true);
  const resource = parseEither(statement, 'Resource', at, requireResource, false);
  const conditions = parseConditions(statement.Condition, at);
  return {
    sid,
    effect,
    applies: (question) =>
      action(question.action, question) &&
      resource(question.resource, question) &&
      conditions.every((holds) => holds(question.context)),
  };
}

type Selector = (text: string, question: PolicyQuestion) => boolean;

/** `Action` or `NotAction`, `Resource` or `NotResource`: exactly one of the two. */
function parseEither(
  statement: Json,
  name: 'Action' | 'Resource',
  at: string,
  requireValid: (value: string, place: string) => void,
  ignoreCase: boolean,
): Selector {
  const negative = `Not${name}`;
  if (name in statement === negative in statement) {
    throw new MalformedPolicyError(
      `${at} must have either ${name} or ${negative}, and has ${name in statement ? 'both' : 'neither'}.`,
    );
  }
  const negated = negative in statement;
  const key = negated ? negative : name;
  const values = stringsAt(statement[key], `${at}.${key}`);
  if (values.length === 0) throw new MalformedPolicyError(`${at}.${key} is empty: name at least one.`);
  for (const value of values) requireValid(value, `${at}.${key}`);
  const patterns = values.map((value) => policyPattern(value, { ignoreCase }));
  return (text, { context }) => patterns.some((matches) => matches(text, context)) !== negated;
}

function requireAction(value: string, place: string): void {
  if (value !== '*' && !/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(value)) {
    throw new MalformedPolicyError(
      `${place} holds ${JSON.stringify(value)}: an action is service:Name, for example s3:PutObject.`,
    );
  }
}

function requireResource(value: string, place: string): void {
  requireVariables(value, place);
  if (value !== '*' && !/^arn:[^:]*:[^:]*:[^:]*:[^:]*:.+/.test(value)) {
    throw new MalformedPolicyError(
      `${place} holds ${JSON.stringify(value)}: a resource is an ARN, for example arn:aws:s3:::bucket/*, or *.`,
    );
  }
}

function requireVariables(value: string, place: string): void {
  const [unknown] = unknownVariables(value);
  if (unknown !== undefined) {
    throw new MalformedPolicyError(
      `${place} holds \${${unknown}}, which is no policy variable: put the value itself there.`,
    );
  }
}

function parseConditions(value: unknown, at: string): Condition[] {
  if (value === undefined) return [];
  return Object.entries(objectAt(value, `${at}.Condition`)).flatMap(([operator, keys]) =>
    Object.entries(objectAt(keys, `${at}.Condition.${operator}`)).map(([key, values]) => {
      const place = `${at}.Condition.${operator}.${key}`;
      const list = Array.isArray(values) ? values : [values];
      const strings = stringsAt(
        list.map((item) => (typeof item === 'boolean' || typeof item === 'number' ? String(item) : item)),
        place,
      );
      for (const item of strings) requireVariables(item, place);
      return condition(operator, key, strings, place);
    }),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MalformedPolicyError(`the policy is not JSON: ${(error as Error).message}.`);
  }
}

function objectAt(value: unknown, place: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw new MalformedPolicyError(`${place} must be a JSON object.`);
}

function stringsAt(value: unknown, place: string): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (values.every((item) => typeof item === 'string')) return values;
  throw new MalformedPolicyError(`${place} must be a string or a list of strings.`);
}

function requireKeys(value: Json, allowed: readonly string[], place: string): void {
  const unknown = Object.keys(value).find((key) => !allowed.includes(key));
  if (unknown === undefined) return;
  throw new MalformedPolicyError(
    `${place} has an unknown element ${JSON.stringify(unknown)}: allowed are ${allowed.join(', ')}.`,
  );
}
