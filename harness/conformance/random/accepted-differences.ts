import type { RandomRequest } from './random-request.ts';
import type { Verdict } from './verdict.ts';

/** A difference to the real server that stays, and why. */
export interface AcceptedDifference {
  readonly what: string;
  readonly reason: string;
  applies(request: RandomRequest, real: Verdict, ours: Verdict): boolean;
}

const saysOfPatch = (verdict: Verdict): boolean =>
  verdict.causes?.some((cause) => cause.startsWith('patch: ')) ?? false;

export const acceptedDifferences: readonly AcceptedDifference[] = [
  {
    what: 'a strategic patch whose merge key is an object',
    reason: 'the real server panics and breaks the connection',
    applies: ({ method }, real) => method === 'PATCH' && real.status === 0,
  },
  {
    what: 'a strategic patch that mixes kinds of items in a list',
    reason: 'the real server answers 500 with the list as Go prints it',
    applies: ({ method }, { status, message }) =>
      method === 'PATCH' && status === 500 && Boolean(message?.startsWith('list element types are not identical')),
  },
  {
    what: 'a pod with a service account that is not there or not a name',
    reason: 'the lab switches the ServiceAccount admission off, since it has no controllers to make accounts',
    applies: (_request, _real, { status, message }) =>
      status === 403 && Boolean(message?.includes('error looking up service account')),
  },
  {
    what: 'the words in which a patched object that cannot be decoded is refused',
    reason: 'the real server converts a strategic patch by another decoder, whose words name Go types of reflection',
    applies: ({ method }, real, ours) =>
      method === 'PATCH' && real.status === 422 && ours.status >= 400 && saysOfPatch(real),
  },
];
