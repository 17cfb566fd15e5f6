import { writeSync } from 'node:fs';
import { asCalled } from './as-called.ts';

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
  const { stdout } = process;
  if (stdout.isTTY) {
    return {
      isTTY: true,
      get columns() {
        return stdout.columns;
      },
      write: (text) => void stdout.write(asCalled(text)),
    };
  }
  let isOpen = true;
  return {
    isTTY: false,
    columns: undefined,
    write(text) {
      if (!isOpen) return;
      try {
        for (let bytes = Buffer.from(asCalled(text)); bytes.length > 0; ) bytes = bytes.subarray(writeSync(1, bytes));
      } catch {
        isOpen = false;
      }
    },
  };
}
