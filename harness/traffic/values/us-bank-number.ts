import type { Draw } from './draw.ts';

const weights = [3, 7, 1, 3, 7, 1, 3, 7];

/** Federal Reserve districts, their thrift and their electronic counterparts; 80 is left to traveller's cheques. */
const districts = [...range(1, 12), ...range(21, 32), ...range(61, 72)];

/** An ABA routing transit number: nine digits, a real district, weighted checksum 3-7-1. */
export function usBankNumber({ random }: Draw): string {
  const digits = String(random.pick(districts)).padStart(2, '0') + random.digits(6);
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return digits + String((10 - (sum % 10)) % 10);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
