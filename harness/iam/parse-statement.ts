import { type Condition, ConditionProblem, condition } from './condition.ts';
import { type Json, listOf, objectAt, type Refuse, stringsAt } from './parse-json.ts';
import type { PolicyQuestion, PolicyStatement } from './policy.ts';
import { type PolicyPattern, policyPattern, unknownVariables } from './policy-pattern.ts';

/** Compiles one statement; `place` names it in an error. Throws `MalformedPolicyError`. */
export type ParseStatement = (statement: Json, place: string, refuse: Refuse) => PolicyStatement;

const elements = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

/** A statement of a user's or group's policy: it names nobody, for it is somebody's. */
export const parseIdentityStatement: ParseStatement = (statement, at, refuse) => {
  const named = ['Principal', 'NotPrincipal'].find((key) => key in statement);
  if (named !== undefined)
    throw refuse('principal', named, `${at} has a ${named}: a policy of a user must not name one, remove it.`);
  return { ...parseRule(statement, elements, at, refuse), names: () => 'itself', open: false };
};

/** What statements of every kind of policy share. */
export function parseRule(
  statement: Json,
  allowed: readonly string[],
  at: string,
  refuse: Refuse,
): Omit<PolicyStatement, 'names' | 'open'> {
  const unknown = Object.keys(statement).find((key) => !allowed.includes(key));
  if (unknown !== undefined) {
    throw refuse(
      'element',
      unknown,
      `${at} has an unknown element ${JSON.stringify(unknown)}: allowed are ${allowed.join(', ')}.`,
    );
  }
  const { Effect: effect, Sid: sid } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw refuse(
      'effect',
      String(effect ?? ''),
      `${at}.Effect is ${JSON.stringify(effect)}: it must be "Allow" or "Deny".`,
    );
  }
  if (sid !== undefined && (typeof sid !== 'string' || !/^[A-Za-z0-9]*$/.test(sid))) {
    throw refuse('sid', String(sid), `${at}.Sid is ${JSON.stringify(sid)}: only letters and digits are allowed.`);
  }
  const action = parseEither(statement, 'Action', at, refuse, (value, place) => requireAction(value, place, refuse));
  const resource = parseEither(statement, 'Resource', at, refuse, (value, place) =>
    requireResource(value, place, refuse),
  );
  const conditions = parseConditions(statement.Condition, at, refuse);
  return {
    sid,
    effect,
    actions: action.names,
    applies: (question) => {
      const name = action.find(question.action, question);
      if (name === undefined || resource.find(question.resource, question) === undefined) return undefined;
      return conditions.every((holds) => holds(question.context)) ? name : undefined;
    },
  };
}

interface Selector {
  readonly names: readonly string[];
  find(text: string, question: PolicyQuestion): string | undefined;
}

/** `Action` or `NotAction`, `Resource` or `NotResource`: exactly one of the two. */
function parseEither(
  statement: Json,
  name: 'Action' | 'Resource',
  at: string,
  refuse: Refuse,
  requireValid: (value: string, place: string) => void,
): Selector {
  const negative = `Not${name}`;
  const problem = name === 'Action' ? 'actions' : 'resources';
  if (name in statement === negative in statement) {
    throw refuse(
      name in statement ? 'syntax' : problem,
      '',
      `${at} must have either ${name} or ${negative}, and has ${name in statement ? 'both' : 'neither'}.`,
    );
  }
  const negated = negative in statement;
  const key = negated ? negative : name;
  const values = stringsAt(statement[key], `${at}.${key}`, refuse);
  if (values.length === 0) throw refuse(problem, '', `${at}.${key} is empty: name at least one.`);
  for (const value of values) requireValid(value, `${at}.${key}`);
  const patterns = values.map((value): [string, PolicyPattern] => [
    value,
    policyPattern(value, { ignoreCase: name === 'Action' }),
  ]);
  const first = (text: string, { context }: PolicyQuestion) => patterns.find(([, fits]) => fits(text, context))?.[0];
  if (!negated) return { names: values, find: first };
  const whole = `!${values.join(' !')}`;
  return { names: [whole], find: (text, question) => (first(text, question) === undefined ? whole : undefined) };
}

function requireAction(value: string, place: string, refuse: Refuse): void {
  if (value === '*' || /^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(value)) return;
  throw refuse(
    'action',
    value,
    `${place} holds ${JSON.stringify(value)}: an action is service:Name, for example s3:PutObject.`,
  );
}

function requireResource(value: string, place: string, refuse: Refuse): void {
  requireVariables(value, place, refuse);
  if (value === '*' || /^arn:[^:]*:[^:]*:[^:]*:[^:]*:.+/.test(value)) return;
  throw refuse(
    'resource',
    value,
    `${place} holds ${JSON.stringify(value)}: a resource is an ARN, for example arn:aws:s3:::bucket/*, or *.`,
  );
}

function requireVariables(value: string, place: string, refuse: Refuse): void {
  const [unknown] = unknownVariables(value);
  if (unknown === undefined) return;
  throw refuse(
    'resource',
    value,
    `${place} holds \${${unknown}}, which is no policy variable: put the value itself there.`,
  );
}

function parseConditions(value: unknown, at: string, refuse: Refuse): Condition[] {
  if (value === undefined) return [];
  return Object.entries(objectAt(value, `${at}.Condition`, refuse)).flatMap(([operator, keys]) =>
    Object.entries(objectAt(keys, `${at}.Condition.${operator}`, refuse)).map(([key, values]) => {
      const place = `${at}.Condition.${operator}.${key}`;
      const texts = listOf(values).map((item) =>
        typeof item === 'boolean' || typeof item === 'number' ? String(item) : item,
      );
      const strings = stringsAt(texts, place, refuse);
      for (const item of strings) requireVariables(item, place, refuse);
      try {
        return condition(operator, key, strings);
      } catch (error) {
        if (!(error instanceof ConditionProblem)) throw error;
        const problem = error.kind === 'operator' ? 'operator' : 'condition';
        throw refuse(problem, operator, `${place}: ${error.message}.`);
      }
    }),
  );
}
