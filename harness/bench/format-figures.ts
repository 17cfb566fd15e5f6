import type { Figure } from './figure.ts';

/** A table of figures, with how many times better than the real one each is. */
export function formatFigures(realName: string, figures: readonly Figure[]): string[] {
  const rows = [
    ['', 'embedded', realName, 'ratio', 'goal'],
    ...figures.map(({ what, ours, real, unit, goal }) => [
      what,
      amount(ours, unit),
      real === undefined ? '–' : amount(real, unit),
      real === undefined ? '' : `${ratio(ours, real, unit).toPrecision(3)} ×`,
      goal === undefined ? '' : `${goal.text}: ${goal.isMet ? 'met' : 'missed'}`,
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 || column === 4 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

/** Above 1: ours is the better one. */
function ratio(ours: number, real: number, unit: Figure['unit']): number {
  return unit === '/s' ? ours / real : real / ours;
}

function amount(value: number, unit: Figure['unit']): string {
  return unit === '/s' ? `${value.toFixed(0)}/s` : `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
}
