import { isScannable } from '../../../harness/sampling/is-scannable.ts';
import type { CapturedExchange } from './captured-exchange.ts';
import { type GoValue, goJson } from './go-json.ts';

/** The document that QScan gets to scan; undefined when there is nothing in it. Source: reference, artifacts.md section 4. */
export function scanInput(exchange: CapturedExchange): Buffer | undefined {
  const request = message(exchange.requestHeaders, exchange.requestBody);
  const response = message(exchange.responseHeaders, exchange.responseBody);
  if (request === undefined && response === undefined) return undefined;
  return Buffer.from(
    goJson({
      url: exchange.address?.url || undefined,
      method: exchange.method || undefined,
      request_id: exchange.requestId,
      request,
      response: response && { status: exchange.status, ...response },
    }),
  );
}

function message(headers: ReadonlyMap<string, string>, body: Buffer): { [field: string]: GoValue } | undefined {
  const kept = body.length > 0 && isScannable(headers.get('content-type'));
  if (headers.size === 0 && !kept) return undefined;
  return { ...(headers.size > 0 && { headers }), ...(kept && { body }) };
}
