import type { RandomRequest } from './random-request.ts';
import type { Verdict } from './verdict.ts';

/** A difference to the real server that stays, and why. */
export interface AcceptedDifference {
  readonly what: string;
  readonly reason: string;
  applies(request: RandomRequest, real: Verdict, ours: Verdict): boolean;
}

export const acceptedDifferences: readonly AcceptedDifference[] = [
  {
    what: 'a strategic patch whose merge key is an object',
    reason: 'the real server panics and breaks the connection',
    applies: ({ method }, real) => method === 'PATCH' && real.status === 0,
  },
  {
    what: 'a pod with a service account that is not there or not a name',
    reason: 'the lab switches the ServiceAccount admission off, since it has no controllers to make accounts',
    applies: (_request, _real, { status, message }) =>
      status === 403 && Boolean(message?.includes('error looking up service account')),
  },
];
