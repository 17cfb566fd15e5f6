import type { ActionUse, GrantUse, UserUsage } from './usage-log.ts';

const indent = '  ';

/**
 * A table of what each user was granted and what of it was used, at most 80 columns wide: rights to take away are marked
 * `never used`, rights that were missed `not granted`. Lines end without a newline after the last.
 */
export function formatUsage(usage: readonly UserUsage[]): string {
  return usage.map(formatUser).join('\n\n');
}

function formatUser({ user, actions, grants }: UserUsage): string {
  const refused = actions.filter(({ notGranted, denied }) => notGranted + denied > 0);
  const rows = grants.length > 0 ? grants.map(grantRow) : actions.filter(({ allowed }) => allowed > 0).map(allowedRow);
  const table = aligned([...rows, ...refused.map(refusedRow)]);
  return [`${user}`, ...(table.length === 0 ? [`${indent}no policy, no request`] : table)].join('\n');
}

type Row = readonly [action: string, place: string, use: string];

function grantRow({ policy, statement, action, uses }: GrantUse): Row {
  return [action, `${policy}/${statement}`, uses === 0 ? 'never used' : times(uses)];
}

function allowedRow({ action, allowed }: ActionUse): Row {
  return [action, '', times(allowed)];
}

function refusedRow({ action, notGranted, denied }: ActionUse): Row {
  const parts = [
    ...(notGranted > 0 ? [`not granted, refused ${times(notGranted)}`] : []),
    ...(denied > 0 ? [`denied ${times(denied)}`] : []),
  ];
  return [action, '', parts.join(', ')];
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

const widest: Row = [' '.repeat(32), ' '.repeat(16), ' '.repeat(26)];

function aligned(rows: readonly Row[]): string[] {
  const width = (column: 0 | 1) =>
    Math.min(widest[column].length, Math.max(0, ...rows.map((row) => row[column].length)));
  const widths = [width(0), width(1)] as const;
  return rows.map(([action, place, use]) =>
    [indent + cell(action, widths[0]), cell(place, widths[1]), use].join('  ').trimEnd(),
  );
}

function cell(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}
