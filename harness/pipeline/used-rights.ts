import type { UserUsage } from '../iam/usage-log.ts';

/** One sentence on what a user did with the store, what it was granted for nothing, and what it lacked. */
export function usedRights({ user, actions, grants }: UserUsage): string {
  const used = actions.filter(({ allowed }) => allowed > 0).map(({ action, allowed }) => `${action} ${allowed} times`);
  const unused = grants.filter(({ uses }) => uses === 0).map(({ action }) => action);
  const missed = actions.filter((use) => use.notGranted + use.denied > 0).map(({ action }) => action);
  return [
    `${user} used ${used.join(', ') || 'no right'}`,
    ...(unused.length > 0 ? [`never ${unused.join(', ')}`] : []),
    ...(missed.length > 0 ? [`was refused ${missed.join(', ')}`] : []),
  ].join('; ');
}
