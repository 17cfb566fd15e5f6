import { bodyText } from '../packing/body-text.ts';
import { quotedPrintableBytes } from '../packing/quoted-printable-bytes.ts';
import { headerParameters } from './header-parameters.ts';
import { below, fieldAt, type Place, type PlacedField } from './place.ts';
import type { Reading } from './reading.ts';

const opening = /^\s*--([^\r\n]{1,70})\r?\n(?=content-)/i;

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

/**
 * Parts of a multipart body (RFC 7578, RFC 2046): a part is called by its name, or by its number from 0 where it has none; the
 * name of its file is `@filename` below it. What stands before the first part and behind the last is text of the body itself.
 * Undefined: no boundary is in it.
 */
export async function multipartFields(
  text: string,
  reading: Reading,
  root?: Place,
  contentType = '',
): Promise<PlacedField[] | undefined> {
  const boundary = headerParameters(contentType).get('boundary') ?? opening.exec(text)?.[1]?.trimEnd();
  if (boundary === undefined || boundary === '') return undefined;
  const pieces = split(text, `--${boundary}`);
  if (pieces.length < 2) return undefined;
  const fields: PlacedField[] = [];
  let index = 0;
  for (const [at, piece] of pieces.entries()) {
    if (at === 0 || piece.startsWith('--')) {
      reading.add(fields, piece.replace(/^--/, '').trim(), root);
      continue;
    }
    const part = readPart(piece);
    const disposition = headerParameters(part.headers.get('content-disposition') ?? '');
    const place = below(root, disposition.get('name') ?? index);
    index++;
    const file = below(place, '@filename');
    const content = fieldAt(await partText(part, reading), place, reading.wordsOf);
    const isRoom =
      reading.add(fields, disposition.get('filename') ?? '', file) &&
      (content.text === '' || reading.addField(fields, { ...content, contentType: part.headers.get('content-type') }));
    if (!isRoom) break;
  }
  return fields;
}

/** Whether a body that does not say so begins as a multipart one. */
export function looksLikeMultipart(text: string): boolean {
  return opening.test(text);
}

/** What is between the lines that begin with the delimiter; the line break before it belongs to it. */
function split(text: string, delimiter: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (let at = text.indexOf(delimiter); at !== -1; at = text.indexOf(delimiter, at + delimiter.length)) {
    if (at > 0 && text[at - 1] !== '\n') continue;
    pieces.push(text.slice(start, at).replace(/\r?\n$/, ''));
    start = at + delimiter.length;
  }
  return [...pieces, text.slice(start)];
}

function readPart(piece: string): Part {
  // The rest of the delimiter's line, then header lines up to an empty one.
  const head = /^[ \t]*\r?\n/.exec(piece)?.[0].length ?? 0;
  const empty = /^\r?\n|\r?\n\r?\n/g;
  const headers = piece.slice(head);
  const end = empty.exec(headers);
  if (end === null) return { headers: new Map(), text: headers };
  const lines = headers
    .slice(0, end.index)
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
  return {
    headers: new Map(
      lines.map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, Math.max(0, colon)).trim().toLowerCase(), line.slice(colon + 1).trim()];
      }),
    ),
    text: headers.slice(end.index + end[0].length),
  };
}

async function partText({ headers, text }: Part, reading: Reading): Promise<string> {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  if (encoding !== 'base64' && encoding !== 'quoted-printable') return text;
  const bytes = encoding === 'base64' ? Buffer.from(text, 'base64') : quotedPrintableBytes(text);
  const head = { contentType: headers.get('content-type'), contentEncoding: headers.get('content-encoding') };
  return bodyText(bytes, head, reading);
}
