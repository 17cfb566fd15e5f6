import { parseQuantity } from '../objects/quantity.ts';

/** Warns of quantities of memory that are no whole number of bytes. Source: kubernetes `pkg/api/pod/warnings.go`, 1.34. */
export function fractionalBytes(field: string, resources: Readonly<Record<string, string>> | undefined): string[] {
  return ['memory', 'ephemeral-storage'].flatMap((name) => {
    const quantity = parseQuantity(resources?.[name] ?? '0');
    if (!quantity || quantity.nanos % 1_000_000_000n === 0n) return [];
    return [
      `${field}[${name}]: fractional byte value ${JSON.stringify(quantity.canonical)} is invalid, must be an integer`,
    ];
  });
}
