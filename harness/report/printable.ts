import { mapStrings } from '../text/map-strings.ts';

/** Control characters but the line break, and marks that turn the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A copy of plain data whose texts cannot steer a terminal: names and messages come from files that anybody wrote. */
export function printable<T>(data: T): T {
  return mapStrings(data, (text) => text.replace(control, '\ufffd'));
}
