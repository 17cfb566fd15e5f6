import type { MalformedPolicyError } from './malformed-policy-error.ts';
import type { PolicyProblem } from './policy-wording.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Makes the error for a problem: `value` is what the document holds, `detail` says where and what is expected. */
export type Refuse = (problem: PolicyProblem, value: string, detail: string) => MalformedPolicyError;

export function objectAt(value: unknown, place: string, refuse: Refuse): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw refuse('syntax', '', `${place} must be a JSON object.`);
}

export function stringsAt(value: unknown, place: string, refuse: Refuse): string[] {
  const values = listOf(value);
  if (values.every((item) => typeof item === 'string')) return values;
  throw refuse('syntax', '', `${place} must be a string or a list of strings.`);
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}
