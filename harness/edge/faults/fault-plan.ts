import { createRandom, type Random } from '../../random/random.ts';
import type { FaultPlace, FaultRule, FaultTime } from './fault.ts';

/** A request, as far as a rule may ask about it. */
export interface FaultTarget {
  readonly host: string;
  readonly route: string;
  readonly method: string;
  /** Path with query. */
  readonly path: string;
}

/** A rule that is in force until it is disposed. */
export interface FaultInForce extends Disposable {
  /** How many requests it struck. */
  strikes(): number;
}

/** The faults that a scenario puts on the way to the Edge's routes. Rules may come and go at any time. */
export interface FaultPlan {
  /** Puts a rule in force, behind those that are. Throws a RangeError on a share, a window or numbers that cannot be. */
  add(rule: FaultRule): FaultInForce;
  /** The first rule that strikes a request; each rule that is about it counts it. */
  strike(target: FaultTarget): FaultRule | undefined;
}

/** Keeps one seed's rules from drawing what another seed's do. */
const mostRules = 65_536;

/** Which requests are struck depends on the seed, the rules and the order in which requests come, on `now` only by a window. */
export function createFaultPlan({
  seed,
  now = performance.now.bind(performance),
}: {
  readonly seed: number;
  readonly now?: () => number;
}): FaultPlan {
  const rules = new Set<{ rule: FaultRule; since: number; random: Random; seen: number; struck: number }>();
  let added = 0;
  return {
    add(rule) {
      check(rule);
      const own = { rule, since: now(), random: createRandom(seed * mostRules + ++added), seen: 0, struck: 0 };
      rules.add(own);
      return { strikes: () => own.struck, [Symbol.dispose]: () => void rules.delete(own) };
    },
    strike(target) {
      let found: FaultRule | undefined;
      for (const own of rules) {
        if (!isAbout(own.rule.at, target)) continue;
        const struck = isTime(own.rule.when, { number: own.seen++, at: now() - own.since, random: own.random });
        if (found !== undefined || !struck) continue;
        own.struck++;
        found = own.rule;
      }
      return found;
    },
  };
}

function isAbout(place: FaultPlace, { host, route, method, path }: FaultTarget): boolean {
  const [bare = ''] = path.split('?', 1);
  return (
    (place.host ?? host) === host &&
    (place.route ?? route) === route &&
    (place.method ?? method) === method &&
    (place.rpc === undefined || bare.endsWith(`/${place.rpc}`)) &&
    (place.path === undefined || place.path.test(bare))
  );
}

function isTime(
  { requests, window, share = 1 }: FaultTime = {},
  { number, at, random }: { number: number; at: number; random: Random },
): boolean {
  // Drawn for every request that counts, so that a window does not shift what is drawn after it.
  const drawn = random.chance(share);
  if (requests !== undefined && (number < requests.from || number >= (requests.to ?? Infinity))) return false;
  if (window !== undefined && (at < window.from || at >= window.to)) return false;
  return drawn;
}

function check({ name, at, when: { requests, window, share = 1 } = {}, fault }: FaultRule): void {
  const wrong = (what: string) => new RangeError(`The fault "${name}" cannot be: ${what}.`);
  if (!(share >= 0 && share <= 1)) throw wrong(`a share of ${share} is not between 0 and 1`);
  for (const [what, span] of Object.entries({ requests, window })) {
    if (span !== undefined && !(span.from >= 0 && span.from < (span.to ?? Infinity))) {
      throw wrong(`its ${what} run from ${span.from} to ${span.to}`);
    }
  }
  if (at.path?.global || at.path?.sticky) throw wrong(`${at.path} remembers where it matched`);
  if (fault.kind === 'slow-body' && !(fault.bytesPerSecond > 0)) throw wrong('its body never comes to an end');
  if (fault.kind === 'latency' && !(fault.milliseconds >= 0)) throw wrong(`it waits ${fault.milliseconds} ms`);
  if (fault.kind === 'status' && !(Number.isInteger(fault.status) && fault.status >= 200 && fault.status <= 599)) {
    throw wrong(`${fault.status} is no status of a final answer`);
  }
}
