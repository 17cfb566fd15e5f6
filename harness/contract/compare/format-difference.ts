import type { Difference } from './difference.ts';

/** A difference as a person reads it, without a full stop: where it is, what was recorded there, what the mock has. */
export function formatDifference({ kind, at, recorded = 'nothing', mock = 'nothing' }: Difference): string {
  const place = {
    status: 'status',
    code: 'RPC code',
    header: `header ${at}`,
    trailer: `trailer ${at}`,
    body: 'body',
    field: at || 'body',
  }[kind];
  return `${place}: recorded ${recorded}, mock ${mock}`;
}
