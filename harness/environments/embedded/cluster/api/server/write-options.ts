import { parseBody } from '../decoding/decode-body.ts';
import type { FieldValidation } from '../decoding/expected-kind.ts';
import { ApiError } from '../objects/api-error.ts';
import {
  type FieldError,
  forbiddenField,
  invalidValue,
  notSupported,
  required,
  tooLong,
} from '../objects/field-error.ts';
import { isJsonObject, type Json, type JsonObject } from '../objects/json.ts';
import type { DeleteOptions } from '../registry/registry.ts';
import type { Exchange } from './exchange.ts';
import { readBody } from './exchange.ts';
import { integer } from './list-options.ts';

export interface WriteOptions {
  readonly dryRun: boolean;
  readonly validation: FieldValidation;
  readonly manager: string;
  readonly force: boolean;
}

/** Query parameters of writes. Throws ApiError Invalid for values that Kubernetes does not know. Source: apimachinery `meta/v1/validation`. */
export function writeOptions({ query, request }: Exchange): WriteOptions {
  const kind = optionKinds[request.method ?? ''] ?? 'CreateOptions';
  const isApply = kind === 'PatchOptions' && request.headers['content-type']?.startsWith('application/apply-patch');
  const errors: FieldError[] = [];
  const dryRun = query.getAll('dryRun').filter(Boolean);
  const validation = (query.get('fieldValidation') || 'Warn') as FieldValidation;
  const manager = query.get('fieldManager') ?? '';
  if (kind === 'PatchOptions' && !isApply && query.has('force')) {
    errors.push(forbiddenField('force', 'may not be specified for non-apply patch'));
  }
  if (isApply && !manager) errors.push(required('fieldManager', 'is required for apply patch'));
  errors.push(...managerErrors(manager), ...dryRunErrors(dryRun));
  if (!validations.includes(validation)) {
    errors.push(notSupported('fieldValidation', validation, ['', ...validations]));
  }
  if (errors.length) throw optionsInvalid(kind, errors);
  const agent = (request.headers['user-agent'] ?? 'unknown').split('/')[0] ?? '';
  return {
    dryRun: dryRun.length > 0,
    validation,
    manager: (manager || agent || 'unknown').slice(0, 128),
    force: query.get('force') === 'true',
  };
}

const validations: readonly FieldValidation[] = ['Ignore', 'Strict', 'Warn'];

const optionKinds: Readonly<Record<string, string>> = {
  POST: 'CreateOptions',
  PUT: 'UpdateOptions',
  PATCH: 'PatchOptions',
  DELETE: 'DeleteOptions',
};

function dryRunErrors(values: readonly string[]): FieldError[] {
  if (values.every((value) => value === 'All')) return [];
  const list = `[${values.map((value) => JSON.stringify(value)).join(',')}]`;
  const text = `Unsupported value: ${list}: supported values: "All"`;
  return [{ reason: 'FieldValueNotSupported', field: 'dryRun', text }];
}

function managerErrors(manager: string): FieldError[] {
  if (manager.length > 128) return [tooLong('fieldManager', 128)];
  const position = [...manager].findIndex((character) => /[^\P{C}]/u.test(character));
  if (position < 0) return [];
  const code = ([...manager][position]?.codePointAt(0) ?? 0).toString(16);
  const printed = manager.replace(/\p{Cc}/gu, (found) => `\\x${found.charCodeAt(0).toString(16).padStart(2, '0')}`);
  const place = `invalid character U+${code.toUpperCase().padStart(4, '0')} (at position ${position})`;
  return [{ reason: 'FieldValueInvalid', field: 'fieldManager', text: `Invalid value: "${printed}": ${place}` }];
}

function optionsInvalid(kind: string, errors: readonly FieldError[]): ApiError {
  const texts = errors.map(({ field, text }) => `${field}: ${text}`);
  const message = `${kind}.meta.k8s.io "" is invalid: ${texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`}`;
  const causes = errors.map(({ reason, text, field }) => ({ reason, message: text, field }));
  return new ApiError(422, 'Invalid', message, { group: 'meta.k8s.io', kind, causes });
}

/** Of the body, or of the query for clients that send none. */
export async function deleteOptions(exchange: Exchange): Promise<DeleteOptions> {
  const { query } = exchange;
  const given = await givenOptions(exchange);
  const grace = given.gracePeriodSeconds ?? integer(query.get('gracePeriodSeconds'));
  if (grace !== undefined && typeof grace !== 'number') {
    const detail = `json: cannot unmarshal ${typeof grace} into Go struct field DeleteOptions.gracePeriodSeconds of type int64`;
    throw new ApiError(500, '', detail);
  }
  const { orphanDependents: orphan } = given;
  const policy = given.propagationPolicy ?? query.get('propagationPolicy') ?? undefined;
  const dryRun = Array.isArray(given.dryRun) ? given.dryRun.map(String) : query.getAll('dryRun').filter(Boolean);
  const errors = dryRunErrors(dryRun);
  if (policy !== undefined && orphan !== undefined) {
    const detail = 'orphanDependents and deletionPropagation cannot be both set';
    errors.push(invalidValue('propagationPolicy', policy, detail));
  }
  if (policy !== undefined && !isPolicy(policy)) {
    errors.push(notSupported('propagationPolicy', policy, ['Foreground', 'Background', 'Orphan', 'nil']));
  }
  if (errors.length) throw optionsInvalid('DeleteOptions', errors);
  const propagationPolicy = isPolicy(policy)
    ? policy
    : orphan === true
      ? 'Orphan'
      : orphan === false
        ? 'Background'
        : undefined;
  const preconditions = isJsonObject(given.preconditions)
    ? (given.preconditions as { uid?: string; resourceVersion?: string })
    : undefined;
  return { gracePeriodSeconds: grace, propagationPolicy, preconditions, dryRun: dryRun.length > 0 };
}

function isPolicy(value: unknown): value is 'Background' | 'Foreground' | 'Orphan' {
  return value === 'Background' || value === 'Foreground' || value === 'Orphan';
}

async function givenOptions(exchange: Exchange): Promise<JsonObject> {
  const body = await readBody(exchange);
  if (!body.length) return {};
  const kind = { group: '', version: 'v1', kind: 'DeleteOptions' };
  const contentType = exchange.request.headers['content-type'] ?? '';
  let value: Json;
  try {
    ({ value } = await parseBody(body, contentType, kind));
  } catch (error) {
    if (!(error instanceof ApiError) || error.status.code !== 400) throw error;
    // A body of options is not asked for by its type: what is wrong with it is the server's own failure.
    const detail = error.message
      .replace(/^the object provided is unrecognized \(.*?\): /, '')
      .replace(/ \([^()]*\)$/, '');
    throw new ApiError(500, '', detail);
  }
  if (!isJsonObject(value)) return {};
  if (value.kind !== undefined && value.kind !== 'DeleteOptions') {
    const version = String(value.apiVersion ?? '');
    const message = `no kind "${String(value.kind)}" is registered for version "${version}" in scheme "pkg/runtime/scheme.go:110"`;
    throw new ApiError(500, '', message);
  }
  return value;
}
