import { styleText } from 'node:util';
import type { Output } from './output.ts';

type Paint = (text: string) => string;

/** The few colours of the output; plain text where it shows none. */
export interface Styles {
  readonly good: Paint;
  readonly bad: Paint;
  readonly dim: Paint;
  readonly strong: Paint;
}

/** By the conventions of NO_COLOR and FORCE_COLOR, else by whether it is a terminal. */
export function stylesFor(output: Output): Styles {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  const coloured = NO_COLOR ? false : FORCE_COLOR ? FORCE_COLOR !== '0' : output.isTTY;
  const paint =
    (format: Parameters<typeof styleText>[0]): Paint =>
    (text) =>
      coloured ? styleText(format, text, { validateStream: false }) : text;
  return { good: paint('green'), bad: paint('red'), dim: paint('dim'), strong: paint('bold') };
}
