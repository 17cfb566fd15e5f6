import { isIP } from 'node:net';
import type { CapturedProcess, Direction } from '../plugins/captured-exchange.ts';

/** A connection of a process, as far as is known of it. */
export interface OpenConnection {
  readonly id: string;
  readonly process: CapturedProcess;
  readonly direction: Direction;
  /** Domain without port. */
  readonly endpointId: string;
  readonly remote: { readonly ip: string; readonly port: number };
  readonly isTls: boolean;
  /** Whether the exchanges on it are seen. */
  readonly isIntrospected: boolean;
}

/** One report of a connection; those of one id belong together. */
export interface ConnectionPart extends OpenConnection {
  /** From 0. */
  readonly part: number;
  readonly isFinal: boolean;
  /** Known at the end only. */
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

interface Reported {
  readonly connection: OpenConnection;
  parts: number;
  bytesSent: number;
  bytesReceived: number;
  timer: NodeJS.Timeout;
}

/**
 * Reports the connections of one process: soon after opening, then every so often, and at the end, which it learns of when the
 * process ends. One without a domain is not reported (reference, pulse.md, "Filling rules seen in Qtap").
 */
export class ConnectionReporter {
  readonly #times: { readonly first: number; readonly every: number };
  readonly #report: (part: ConnectionPart) => void;
  readonly #open = new Map<string, Reported>();

  constructor(times: { readonly first: number; readonly every: number }, report: (part: ConnectionPart) => void) {
    this.#times = times;
    this.#report = report;
  }

  /** Something went over the connection, which is open since then at the latest. */
  saw(connection: OpenConnection, bytesSent: number, bytesReceived: number): void {
    const { endpointId, id } = connection;
    if (endpointId === '' || isIP(endpointId) !== 0) return;
    const reported = this.#open.get(id) ?? this.#start(connection);
    reported.bytesSent += bytesSent;
    reported.bytesReceived += bytesReceived;
  }

  end(): void {
    for (const reported of this.#open.values()) {
      clearTimeout(reported.timer);
      this.#send(reported, true);
    }
    this.#open.clear();
  }

  #start(connection: OpenConnection): Reported {
    const { first, every } = this.#times;
    const next = () => {
      this.#send(reported, false);
      reported.timer = setTimeout(next, every).unref();
    };
    const reported: Reported = {
      connection,
      parts: 0,
      bytesSent: 0,
      bytesReceived: 0,
      timer: setTimeout(next, first).unref(),
    };
    this.#open.set(connection.id, reported);
    return reported;
  }

  #send(reported: Reported, isFinal: boolean): void {
    const { connection, bytesSent, bytesReceived } = reported;
    const bytes = isFinal ? { bytesSent, bytesReceived } : { bytesSent: 0, bytesReceived: 0 };
    this.#report({ ...connection, ...bytes, part: reported.parts++, isFinal });
  }
}
