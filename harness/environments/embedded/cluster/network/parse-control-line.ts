import type { ControlRequest, Identified } from './control-protocol.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The token of a connection's first line; throws for a line that is none. */
export function parseHello(line: string): string {
  const { token } = parseObject(line);
  if (typeof token !== 'string') throw new Error('The first line of a control connection has no token.');
  return token;
}

/** A request of `ControlRequest`; throws for a line that is none, for whoever knows the port may write to it. */
export function parseRequest(line: string): Identified<ControlRequest> {
  const fields = parseObject(line);
  if (!Number.isInteger(fields.id) || !isRequest(fields)) {
    throw new Error('A line of a control connection is no request of its protocol.');
  }
  return fields as Identified<ControlRequest>;
}

function parseObject(line: string): Fields {
  const value: unknown = JSON.parse(line);
  if (typeof value !== 'object' || value === null) throw new Error('A line of a control connection is no JSON object.');
  return value as Fields;
}

function isRequest({ op, name, host, port, real, loopback }: Fields): boolean {
  switch (op) {
    case 'resolve':
      return typeof name === 'string';
    case 'route':
      return typeof host === 'string' && isPort(port);
    case 'listen':
      return isPort(port) && isPort(real) && typeof loopback === 'boolean';
    case 'release':
      return isPort(port);
    default:
      return false;
  }
}

function isPort(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535;
}
