import { writeSync } from 'node:fs';

/** Where a report is shown. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Of a terminal. */
  readonly columns: number | undefined;
}

/**
 * Standard output. Anything but a terminal is written past `process.stdout`, synchronously: when a reader leaves early or a
 * disk is full, what is shown ends, and neither the run nor its verdict does.
 */
export function standardOutput(): Output {
  if (process.stdout.isTTY) return process.stdout;
  let isOpen = true;
  return {
    isTTY: false,
    columns: undefined,
    write(text) {
      if (!isOpen) return;
      try {
        for (let bytes = Buffer.from(text); bytes.length > 0; ) bytes = bytes.subarray(writeSync(1, bytes));
      } catch {
        isOpen = false;
      }
    },
  };
}
