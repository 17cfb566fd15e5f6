import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { isProbeSocket, probeDirectory } from '../probe/probe-directory.ts';
import { type ExchangeMessage, encodeFrame, type ProcessMessage } from '../probe/probe-frame.ts';
import { exchangeMessage, processMessage } from './probe-messages.ts';

export interface ReportedExchange extends Partial<ExchangeMessage> {
  readonly requestBody?: string;
  readonly responseBody?: string;
}

/**
 * Tells every Qtap of the node of these exchanges, over its socket, as one process of the node does. Resolves when each has read
 * them to the end.
 */
export async function reportExchanges(
  { folder }: { readonly folder: string },
  exchanges: readonly ReportedExchange[],
  process: Partial<ProcessMessage> = {},
): Promise<void> {
  const frames = exchanges.map(({ requestBody = '', responseBody = '', ...message }) =>
    encodeFrame(exchangeMessage(message), Buffer.from(requestBody), Buffer.from(responseBody)),
  );
  const probes = join(folder, 'root', probeDirectory);
  const sockets = (await readdir(probes)).filter(isProbeSocket);
  await Promise.all(
    sockets.map(async (name) => {
      const socket = connect(join(probes, name));
      const closed = once(socket.resume(), 'close');
      socket.end(Buffer.concat([encodeFrame(processMessage(process)), ...frames]));
      await closed;
    }),
  );
}
