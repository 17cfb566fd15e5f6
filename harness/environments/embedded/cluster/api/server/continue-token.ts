import { badRequest } from '../objects/api-error.ts';
import { isJsonObject } from '../objects/json.ts';

/** Where a list goes on. */
export interface ContinueToken {
  /** Undefined goes on with what is there now, after the version of the first page is forgotten. */
  readonly revision: number | undefined;
  readonly after: string;
}

/** The form that a real server gives; clients hand it back as it is. Source: apiserver `pkg/storage/continue.go`. */
export function writeContinueToken({ revision, after }: ContinueToken): string {
  const token = { v: 'meta.k8s.io/v1', rv: revision ?? -1, start: `${after}\u0000` };
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

/** Throws ApiError BadRequest. */
export function readContinueToken(text: string): ContinueToken {
  const { v, rv, start } = decoded(text);
  if (v !== 'meta.k8s.io/v1') throw invalidToken(`server does not recognize this encoded version ${JSON.stringify(v)}`);
  if (typeof rv !== 'number' || rv === 0) {
    throw invalidToken('incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  }
  if (typeof start !== 'string' || start === '') {
    throw invalidToken('encoded start key empty (version meta.k8s.io/v1)');
  }
  if (start.split('/').includes('..')) throw invalidToken(start);
  return { revision: rv < 0 ? undefined : rv, after: start.replace(/\0$/, '') };
}

function decoded(text: string): Record<string, unknown> {
  const json = Buffer.from(text, 'base64url').toString('latin1');
  try {
    const value: unknown = JSON.parse(json);
    if (isJsonObject(value)) return value;
  } catch {
    // Answered below, as any other token that is not ours.
  }
  throw invalidToken(
    json ? `invalid character '${json.charAt(0)}' looking for beginning of value` : 'unexpected end of JSON input',
  );
}

function invalidToken(detail: string): Error {
  return badRequest(`invalid continue token: continue key is not valid: ${detail}`);
}
