import type { AccessLogsSettings } from '../../../harness/snapshot/snapshot.ts';
import type { CapturedExchange, Plugin } from './captured-exchange.ts';
import { httpTransactionText } from './http-transaction.ts';

/** Prints exchanges to the log, with `full` their bodies too, and uploads nothing (reference, qtap-plugins.md section 5). */
export class AccessLogsPlugin implements Plugin {
  readonly #settings: AccessLogsSettings;
  readonly #print: (text: string) => void;

  constructor(settings: AccessLogsSettings, print: (text: string) => void) {
    this.#settings = settings;
    this.#print = print;
  }

  handle(exchange: CapturedExchange): void {
    this.#print(httpTransactionText(exchange, this.#settings.level, new Date()).toString());
  }
}
