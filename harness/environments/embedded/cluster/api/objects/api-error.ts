import type { FieldError } from './field-error.ts';

/** `Status` of meta/v1, as a client gets it for a call that failed. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  /** Of an expired list: where it may go on. */
  readonly metadata: { readonly continue?: string };
  readonly status: 'Failure' | 'Success';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code: number;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
  readonly retryAfterSeconds?: number;
}

/** A refusal as Kubernetes gives it; `message` is that of its `Status`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: Status;

  constructor(
    code: number,
    reason: string,
    message: string,
    details?: StatusDetails,
    metadata: Status['metadata'] = {},
  ) {
    super(message);
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata,
      status: 'Failure',
      message,
      ...(reason && { reason }),
      ...(details && { details }),
      code,
    };
  }
}

/** What a `Status` needs to name a resource. */
export interface ResourceName {
  readonly group: string;
  readonly plural: string;
}

function qualified({ group, plural }: ResourceName): string {
  return group ? `${plural}.${group}` : plural;
}

function details({ group, plural }: ResourceName, name: string): StatusDetails {
  return { ...(name && { name }), ...(group && { group }), kind: plural };
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

export function internalError(detail: string): ApiError {
  return new ApiError(500, 'InternalError', `Internal error occurred: ${detail}`, { causes: [{ message: detail }] });
}

export function notFound(resource: ResourceName, name: string): ApiError {
  return new ApiError(404, 'NotFound', `${qualified(resource)} "${name}" not found`, details(resource, name));
}

export function alreadyExists(resource: ResourceName, name: string): ApiError {
  return new ApiError(409, 'AlreadyExists', `${qualified(resource)} "${name}" already exists`, details(resource, name));
}

export function conflict(resource: ResourceName, name: string, message: string): ApiError {
  return new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${message}`,
    details(resource, name),
  );
}

export function staleObject(resource: ResourceName, name: string): ApiError {
  return conflict(
    resource,
    name,
    'the object has been modified; please apply your changes to the latest version and try again',
  );
}

export function forbidden(
  resource: ResourceName,
  name: string,
  message: string,
  causes?: StatusDetails['causes'],
): ApiError {
  const subject = name ? `${qualified(resource)} "${name}" is forbidden` : `${qualified(resource)} is forbidden`;
  return new ApiError(403, 'Forbidden', `${subject}: ${message}`, {
    ...details(resource, name),
    ...(causes && { causes }),
  });
}

export function invalid(kind: { group: string; kind: string }, name: string, errors: readonly FieldError[]): ApiError {
  // Events of either API are the core ones inside.
  const group = kind.group === 'events.k8s.io' ? '' : kind.group;
  const subject = group ? `${kind.kind}.${group}` : kind.kind;
  // apimachinery's aggregate drops repeated messages and puts several into brackets.
  const texts = [...new Set(errors.map((error) => `${error.field}: ${error.text}`))];
  const message = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  return new ApiError(422, 'Invalid', `${subject} "${name}" is invalid: ${message}`, {
    ...(name && { name }),
    ...(group && { group }),
    ...(kind.kind && { kind: kind.kind }),
    causes: errors.map((error) => ({ reason: error.reason, message: error.text, field: error.field })),
  });
}
