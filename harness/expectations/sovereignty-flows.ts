import type { Exchange } from '../edge/exchange.ts';
import type { Evidence } from './evidence.ts';
import { type Content, contentClasses, type Direction } from './exchange-content.ts';
import { type HostRole, hostRole } from './host-role.ts';
import { leakSearchFor } from './leak-search/leak-search.ts';
import { withhold } from './withhold.ts';

export interface JudgedExchange {
  readonly exchange: Exchange;
  /** As it may be shown. */
  readonly host: string;
  readonly role: HostRole;
  readonly content: Readonly<Record<Direction, Content>>;
}

/** What went one way between pods and a host, of one class of content. */
export interface HostFlow {
  readonly host: string;
  readonly role: HostRole;
  readonly direction: Direction;
  readonly content: Content;
  /** Of bodies, as they were on the wire. */
  readonly bytes: number;
  readonly exchanges: number;
  /** `namespace/pod` of those that asked, sorted. */
  readonly callers: readonly string[];
}

/** Order of the table: where payloads went, or could have gone, comes first. */
const roles: readonly HostRole[] = ['bucket', 'storage', 'other', 'workload', 'control', 'harness'];
const directions: readonly Direction[] = ['out', 'in'];

export type ProofEvidence = Pick<Evidence, 'snapshot' | 'plan' | 'objects' | 'exchanges'>;

/** Every exchange that the Edge saw, with what its host is to the run and what it carried. */
export function judgeExchanges({ snapshot, plan, objects, exchanges }: ProofEvidence): JudgedExchange[] {
  const search = leakSearchFor(plan);
  const classes = contentClasses(objects, search);
  const workload = new Set(plan.exchanges.map(({ host }) => host));
  return exchanges.map((exchange) => {
    const role = hostRole(exchange, snapshot.bucket, workload);
    const host = withhold(exchange.host || '(no host named)', search);
    return { exchange, role, content: classes(exchange, role), host };
  });
}

/** The same as sums: by role, host, direction and class, in an order that does not depend on who came first. */
export function hostFlows(judged: readonly JudgedExchange[]): HostFlow[] {
  const flows = directions.flatMap((direction) =>
    [
      ...Map.groupBy(judged, ({ role, host, content }) => JSON.stringify([role, host, content[direction]])).values(),
    ].flatMap((all): HostFlow[] => {
      const [first] = all;
      if (first === undefined) return [];
      const { host, role, content } = first;
      const bytes = all.reduce((sum, { exchange }) => sum + bodyBytes(exchange, direction), 0);
      const callers = [...new Set(all.map(({ exchange }) => callerName(exchange)))].sort();
      return [{ host, role, direction, content: content[direction], bytes, exchanges: all.length, callers }];
    }),
  );
  const place = ({ role, host, direction, content }: HostFlow) =>
    `${roles.indexOf(role)} ${host} ${directions.indexOf(direction)} ${content}`;
  return flows.sort((one, other) => (place(one) < place(other) ? -1 : 1));
}

function bodyBytes({ requestBytes, responseBytes }: Exchange, direction: Direction): number {
  return direction === 'out' ? requestBytes : responseBytes;
}

function callerName({ caller }: Exchange): string {
  return caller ? `${caller.namespace}/${caller.pod}` : 'a client on this machine';
}
