import { type FieldValidation, parseBody } from '../decoding/decode-body.ts';
import { ApiError, badRequest } from '../objects/api-error.ts';
import { isJsonObject, type JsonObject } from '../objects/json.ts';
import type { DeleteOptions } from '../registry/registry.ts';
import type { Exchange } from './exchange.ts';
import { readBody } from './exchange.ts';

export interface WriteOptions {
  readonly dryRun: boolean;
  readonly validation: FieldValidation;
  readonly manager: string;
  readonly force: boolean;
}

/** Query parameters of writes. Throws ApiError Invalid for values that Kubernetes does not know. */
export function writeOptions({ query, request }: Exchange): WriteOptions {
  const dryRun = query.getAll('dryRun').filter(Boolean);
  if (dryRun.some((value) => value !== 'All')) {
    throw optionsInvalid(
      'dryRun',
      `Unsupported value: ${goList(dryRun)}: supported values: "All"`,
      'FieldValueNotSupported',
    );
  }
  const validation = query.get('fieldValidation') || 'Warn';
  if (validation !== 'Strict' && validation !== 'Warn' && validation !== 'Ignore') {
    const text = `Unsupported value: "${validation}": supported values: "", "Ignore", "Strict", "Warn"`;
    throw optionsInvalid('fieldValidation', text, 'FieldValueNotSupported');
  }
  const agent = (request.headers['user-agent'] ?? 'unknown').split('/')[0] ?? '';
  return {
    dryRun: dryRun.length > 0,
    validation,
    manager: (query.get('fieldManager') || agent || 'unknown').slice(0, 128),
    force: query.get('force') === 'true',
  };
}

function goList(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(',')}]`;
}

function optionsInvalid(field: string, text: string, reason: string): ApiError {
  return new ApiError(422, 'Invalid', `CreateOptions.meta.k8s.io "" is invalid: ${field}: ${text}`, {
    group: 'meta.k8s.io',
    kind: 'CreateOptions',
    causes: [{ reason, message: text, field }],
  });
}

/** Of the body, or of the query for clients that send none. */
export async function deleteOptions(exchange: Exchange): Promise<DeleteOptions> {
  const body = await readBody(exchange);
  let given: JsonObject = {};
  if (body.length) {
    const { value } = await parseBody(body, exchange.request.headers['content-type'] ?? '', {
      group: '',
      version: 'v1',
      kind: 'DeleteOptions',
    });
    if (isJsonObject(value)) given = value;
  }
  const { query } = exchange;
  const grace =
    given.gracePeriodSeconds ?? (query.has('gracePeriodSeconds') ? Number(query.get('gracePeriodSeconds')) : undefined);
  if (grace !== undefined && (typeof grace !== 'number' || !Number.isInteger(grace))) {
    throw badRequest('gracePeriodSeconds must be a whole number');
  }
  const orphan = given.orphanDependents;
  const policy =
    given.propagationPolicy ??
    query.get('propagationPolicy') ??
    (orphan === true ? 'Orphan' : orphan === false ? 'Background' : undefined);
  if (policy !== undefined && policy !== 'Background' && policy !== 'Foreground' && policy !== 'Orphan') {
    const text = `Unsupported value: ${JSON.stringify(policy)}: supported values: "Background", "Foreground", "Orphan"`;
    throw new ApiError(422, 'Invalid', `DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: ${text}`, {
      group: 'meta.k8s.io',
      kind: 'DeleteOptions',
      causes: [{ reason: 'FieldValueNotSupported', message: text, field: 'propagationPolicy' }],
    });
  }
  const preconditions = isJsonObject(given.preconditions)
    ? (given.preconditions as { uid?: string; resourceVersion?: string })
    : undefined;
  const dryRun = query.get('dryRun') === 'All' || (Array.isArray(given.dryRun) && given.dryRun.includes('All'));
  return { gracePeriodSeconds: grace, propagationPolicy: policy, preconditions, dryRun };
}
