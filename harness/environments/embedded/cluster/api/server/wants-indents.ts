import type { IncomingHttpHeaders } from 'node:http';

/** Whether a person seems to read the answer. Source: apiserver `handlers/negotiation` `isPrettyPrint`. */
export function wantsIndents(headers: IncomingHttpHeaders, query: URLSearchParams): boolean {
  if (/;\s*pretty=1\b/.test(headers.accept ?? '')) return true;
  const asked = query.get('pretty');
  // Go's strconv.ParseBool.
  if (asked) return ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(asked);
  return /^(curl|Wget|Mozilla\/5\.0)/.test(headers['user-agent'] ?? '');
}
