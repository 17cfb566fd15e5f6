import { MalformedPolicyError } from './malformed-policy-error.ts';
import { type Json, listOf, objectAt, type Refuse } from './parse-json.ts';
import { type ParseStatement, parseIdentityStatement } from './parse-statement.ts';
import type { Policy } from './policy.ts';
import { identityWording, type PolicyWording } from './policy-wording.ts';

const version = '2012-10-17';
const documentKeys = ['Version', 'Id', 'Statement'];

export interface PolicyDialect {
  readonly wording: PolicyWording;
  readonly parseStatement: ParseStatement;
  /** Taken beside 2012-10-17; undefined for a policy that names none. */
  readonly olderVersions: readonly (string | undefined)[];
}

const identityDialect: PolicyDialect = {
  wording: identityWording,
  parseStatement: parseIdentityStatement,
  olderVersions: [],
};

/**
 * Reads and compiles a policy, text or JSON value; an identity's unless another dialect is given. Throws
 * `MalformedPolicyError` for what AWS refuses, and for placeholders left in.
 */
export function parsePolicy(
  document: unknown,
  { wording, parseStatement, olderVersions }: PolicyDialect = identityDialect,
): Policy {
  const refuse: Refuse = (problem, value, detail) => new MalformedPolicyError(wording(problem, value), detail);
  const parsed = typeof document === 'string' ? parseJson(document, refuse) : document;
  const root = objectAt(parsed, 'the policy', refuse);
  const unknown = Object.keys(root).find((key) => !documentKeys.includes(key));
  if (unknown !== undefined) {
    throw refuse(
      'element',
      unknown,
      `the policy has an unknown element ${JSON.stringify(unknown)}: allowed are ${documentKeys.join(', ')}.`,
    );
  }
  if (root.Version !== version && !olderVersions.some((older) => older === root.Version)) {
    throw refuse(
      'version',
      String(root.Version ?? ''),
      `Version is ${JSON.stringify(root.Version)}: it must be "${version}".`,
    );
  }
  if (root.Statement === undefined) throw refuse('statement', '', 'the policy has no Statement: add at least one.');
  const statements = listOf(root.Statement);
  if (statements.length === 0) throw refuse('statement', '', 'Statement is empty: add at least one statement.');
  const compiled = statements.map((statement, index) => {
    const place = `Statement[${index}]`;
    return parseStatement(objectAt(statement, place, refuse), place, refuse);
  });
  requireUniqueSids(compiled, refuse);
  return { statements: compiled };
}

function requireUniqueSids(statements: Policy['statements'], refuse: Refuse): void {
  const sids = statements.flatMap(({ sid }) => (sid === undefined || sid === '' ? [] : [sid]));
  const twice = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (twice === undefined) return;
  throw refuse('unique', twice, `Sid ${JSON.stringify(twice)} is used twice: give each statement its own.`);
}

function parseJson(text: string, refuse: Refuse): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw refuse('json', '', `the policy is not JSON: ${(error as Error).message}.`);
  }
}
