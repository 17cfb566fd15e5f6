/** One cause of a 422 answer. `text` is the error without its field, as in `Status.details.causes`. */
export interface FieldError {
  readonly reason: string;
  readonly field: string;
  readonly text: string;
}

/** Kubernetes prints Go values: strings quoted, structures as JSON. Source: apimachinery `field.Error.ErrorBody`. */
function printed(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  return typeof value === 'object'
    ? JSON.stringify(value)
    : typeof value === 'string'
      ? JSON.stringify(value)
      : String(value);
}

export function invalidValue(field: string, value: unknown, detail: string): FieldError {
  return { reason: 'FieldValueInvalid', field, text: `Invalid value: ${printed(value)}${detail && `: ${detail}`}` };
}

/** The server names no value where several fields together are wrong. Source: apimachinery `field.OmitValueType`. */
export function withoutValue(field: string, detail: string): FieldError {
  return { reason: 'FieldValueInvalid', field, text: `Invalid value: ${detail}` };
}

export function required(field: string, detail: string): FieldError {
  return { reason: 'FieldValueRequired', field, text: `Required value${detail && `: ${detail}`}` };
}

export function duplicate(field: string, value: unknown, detail = ''): FieldError {
  return { reason: 'FieldValueDuplicate', field, text: `Duplicate value: ${printed(value)}${detail && `: ${detail}`}` };
}

export function fieldNotFound(field: string, value: unknown, detail = ''): FieldError {
  return { reason: 'FieldValueNotFound', field, text: `Not found: ${printed(value)}${detail && `: ${detail}`}` };
}

export function forbiddenField(field: string, detail: string): FieldError {
  return { reason: 'FieldValueForbidden', field, text: `Forbidden${detail && `: ${detail}`}` };
}

export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const list = supported.map((item) => JSON.stringify(item)).join(', ');
  return {
    reason: 'FieldValueNotSupported',
    field,
    text: `Unsupported value: ${printed(value)}: supported values: ${list}`,
  };
}

export function tooLong(field: string, limit: number): FieldError {
  return { reason: 'FieldValueTooLong', field, text: `Too long: may not be more than ${limit} bytes` };
}

export function tooMany(field: string, count: number, limit: number): FieldError {
  return { reason: 'FieldValueTooMany', field, text: `Too many: ${count}: must have at most ${limit} items` };
}
