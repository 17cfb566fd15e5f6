import type { Draw } from './draw.ts';

/** Printed in advertisements and therefore refused by recognisers. */
const wellKnown = new Set(['078-05-1120', '219-09-9999', '123-45-6789']);

/** A social security number inside the issuing rules (no area 000, 666, 9xx; no group 00; no serial 0000), with hyphens. */
export function usSsn(draw: Draw): string {
  const { random } = draw;
  const area = random.integer(1, 899);
  const group = random.integer(1, 99);
  const serial = random.integer(1, 9999);
  const number = [String(area).padStart(3, '0'), String(group).padStart(2, '0'), String(serial).padStart(4, '0')].join(
    '-',
  );
  return area === 666 || wellKnown.has(number) ? usSsn(draw) : number;
}
