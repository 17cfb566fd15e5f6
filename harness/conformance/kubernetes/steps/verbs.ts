import type { Json } from '../../../environments/embedded/cluster/api/objects/json.ts';
import type { CallStep } from './step.ts';

type Options = Omit<CallStep, 'method' | 'path' | 'body'>;

const patchTypes = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

export function get(path: string, options: Options = {}): CallStep {
  return { method: 'GET', path, ...options };
}

export function post(path: string, body: Json | Buffer, options: Options = {}): CallStep {
  return { method: 'POST', path, body, ...options };
}

export function put(path: string, body: Json | Buffer, options: Options = {}): CallStep {
  return { method: 'PUT', path, body, ...options };
}

export function patch(type: keyof typeof patchTypes, path: string, body: Json, options: Options = {}): CallStep {
  return { method: 'PATCH', path, body, contentType: patchTypes[type], ...options };
}

export function del(path: string, body?: Json, options: Options = {}): CallStep {
  return { method: 'DELETE', path, ...(body !== undefined && { body }), ...options };
}

/** A call that only prepares: nothing of its answer counts but the status. */
export function quiet(step: CallStep): CallStep {
  return { ...step, keep: 'status' };
}

/** Takes the finalizers off, so that what a case has made can go. */
export function release(path: string): CallStep {
  return patch('merge', path, { metadata: { finalizers: null } }, { keep: 'nothing' });
}
