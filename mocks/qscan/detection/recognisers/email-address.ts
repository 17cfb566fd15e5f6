import type { Span } from '../span.ts';
import type { Recogniser } from './recogniser.ts';

const local = /[\p{Script=Latin}0-9.!#$%&'*+/=?^_`{|}~-]/u;
const domain = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]/;
/** What stands before the name or the password of a URL (RFC 3986, section 3.2.1). */
const userOfUrl = /:\/\/[^\s/?#@]*$/;
/** `git@host:path`, as ssh and git name a place. */
const pathOfRepository = /^:[\w.~-]+(?:\/[\w.~-]+)*\.git\b/;
const localLimit = 64;
const domainLimit = 253;
const score = 0.97;
const explain = () => [{ reason: 'form local@domain', score }];

/** `local@domain` (RFC 5321, unquoted; letters of RFC 6531 as far as they are Latin), looked for around each at sign. */
export const emailAddress: Recogniser = function* ({ text }) {
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const span = around(text, at);
    if (span !== undefined) yield span;
  }
};

function around(text: string, at: number): Span | undefined {
  let start = at;
  while (start > 0 && at - start < localLimit && local.test(text[start - 1] ?? '')) start--;
  start += leading(text.slice(start, at));
  const host = domain.exec(text.slice(at + 1, at + 1 + domainLimit))?.[0];
  if (start === at || host === undefined || text[at - 1] === '.') return undefined;
  const end = at + 1 + host.length;
  if (userOfUrl.test(text.slice(Math.max(0, start - localLimit), start))) return undefined;
  if (pathOfRepository.test(text.slice(end, end + domainLimit))) return undefined;
  return { type: 'EMAIL_ADDRESS', score, start, end, explain };
}

/** A quote or `mailto=` before the address belongs to the text around it. */
function leading(part: string): number {
  const cut = Math.max(...['=', '/', '|', '{', '}', '&', '?'].map((sign) => part.lastIndexOf(sign))) + 1;
  return cut + (/^['`.]*/.exec(part.slice(cut))?.[0].length ?? 0);
}
