import { styleText } from 'node:util';

type Paint = (text: string) => string;

/** The few colours of the output; plain text where the stream shows none. */
export interface Styles {
  readonly good: Paint;
  readonly bad: Paint;
  readonly dim: Paint;
  readonly strong: Paint;
}

export function stylesFor(stream: NodeJS.WriteStream): Styles {
  const paint =
    (format: Parameters<typeof styleText>[0]): Paint =>
    (text) =>
      styleText(format, text, { stream });
  return { good: paint('green'), bad: paint('red'), dim: paint('dim'), strong: paint('bold') };
}
