import { hash } from 'node:crypto';
import type { EventSink } from '../pulse/event-sink.ts';
import { timestamp } from '../pulse/timestamp.ts';
import type { CapturedExchange, Plugin } from './captured-exchange.ts';
import { contentCategory } from './content-category.ts';

const tokenHeaders = ['authorization', 'x-api-key', 'api-key', 'apikey', 'x-auth-token'];

/** Reports every exchange to the default event store (reference, qtap-plugins.md section 3). */
export class ReportUsagePlugin implements Plugin {
  readonly #events: EventSink;

  constructor(events: EventSink) {
    this.#events = events;
  }

  handle(exchange: CapturedExchange): void {
    const contentType = exchange.responseHeaders.get('content-type') ?? '';
    const authToken = authTokenOf(exchange.requestHeaders);
    this.#events.send({
      case: 'request',
      value: {
        id: exchange.requestId,
        timestamp: timestamp(exchange.startedAt),
        direction: exchange.direction,
        connectionId: exchange.connectionId,
        endpointId: exchange.endpointId,
        url: exchange.address?.url ?? '',
        path: exchange.path,
        method: exchange.method,
        status: exchange.status ?? 422,
        duration: BigInt(Math.max(1, Math.round(exchange.duration))),
        contentType,
        category: contentCategory(contentType),
        agent: exchange.requestHeaders.get('user-agent') ?? '',
        tags: [...exchange.process.tags],
        bytesReceived: BigInt(exchange.bytesReceived),
        bytesSent: BigInt(exchange.bytesSent),
        ...(authToken !== undefined && { authToken }),
      },
    });
  }
}

/** How the product masks and guesses is not public; here nothing of the secret is kept but its hash. */
function authTokenOf(headers: ReadonlyMap<string, string>) {
  const source = tokenHeaders.find((name) => headers.get(name));
  if (source === undefined) return undefined;
  const value = headers.get(source) ?? '';
  const [, scheme] = /^(bearer|basic)\s/i.exec(value) ?? [];
  return {
    mask: '********',
    hash: hash('sha256', value),
    source,
    type: scheme?.toLowerCase() ?? 'api_key',
  };
}
