import { isStruckAndFailed } from '../edge/faults/struck-and-failed.ts';
import type { AgentRole, Cause, Facts, Rule } from './facts.ts';
import { bodiesIncomplete } from './rules/bodies-incomplete.ts';
import { configRefused } from './rules/config-refused.ts';
import { egressBlocked } from './rules/egress-blocked.ts';
import { endpointWithoutScheme } from './rules/endpoint-without-scheme.ts';
import { eventStoreNotSetUp } from './rules/event-store-not-set-up.ts';
import { eventsLost } from './rules/events-lost.ts';
import { feedbackLoop } from './rules/feedback-loop.ts';
import { hostUnreachable } from './rules/host-unreachable.ts';
import { kernelOld } from './rules/kernel-old.ts';
import { nameUnknown } from './rules/name-unknown.ts';
import { noQplaneCall } from './rules/no-qplane-call.ts';
import { noScanner } from './rules/no-scanner.ts';
import { notPrivileged } from './rules/not-privileged.ts';
import { nothingToScan } from './rules/nothing-to-scan.ts';
import { objectsGone } from './rules/objects-gone.ts';
import { payloadsElsewhere } from './rules/payloads-elsewhere.ts';
import { portTaken } from './rules/port-taken.ts';
import { qtapRestarted } from './rules/qtap-restarted.ts';
import { scanJobsFail } from './rules/scan-jobs-fail.ts';
import { scanTooLarge } from './rules/scan-too-large.ts';
import { scannerReadsElsewhere } from './rules/scanner-reads-elsewhere.ts';
import { scannerSilent } from './rules/scanner-silent.ts';
import { statusPort } from './rules/status-port.ts';
import { tlsUntrusted } from './rules/tls-untrusted.ts';
import { tokenRefused } from './rules/token-refused.ts';
import { trafficHidden } from './rules/traffic-hidden.ts';
import { uploadRefused } from './rules/upload-refused.ts';

/** In the order of the pipeline: what breaks earlier explains what is missing later. */
const rules: readonly Rule[] = [
  egressBlocked,
  tlsUntrusted,
  hostUnreachable,
  nameUnknown,
  tokenRefused,
  noQplaneCall,
  payloadsElsewhere,
  feedbackLoop,
  trafficHidden,
  nothingToScan,
  eventsLost,
  uploadRefused,
  qtapRestarted,
  scanTooLarge,
  bodiesIncomplete,
  noScanner,
  endpointWithoutScheme,
  scannerReadsElsewhere,
  objectsGone,
  scanJobsFail,
  scannerSilent,
];

/** The cause that explains a broken run best; undefined where no rule knows it. Ask only when something is broken. */
export function rootCause(facts: Facts): Cause | undefined {
  return firstCause(rules, facts);
}

/** The cause that keeps this agent from coming up. Ask only when something does: the other one may not have come as far yet. */
export function startUpCause(facts: Facts, agent: AgentRole | undefined): Cause | undefined {
  const network = [egressBlocked, tlsUntrusted, hostUnreachable, nameUnknown];
  const ofQtap = [kernelOld, noQplaneCall, tokenRefused, configRefused, notPrivileged, eventStoreNotSetUp, portTaken];
  return firstCause([...network, ...(agent === 'qtap' ? ofQtap : [tokenRefused, endpointWithoutScheme])], facts);
}

/** The cause that keeps an agent that runs from being ready; undefined where its probe says more. */
export function unreadyCause(facts: Facts): Cause | undefined {
  return firstCause([egressBlocked, tlsUntrusted, hostUnreachable, statusPort], facts);
}

function firstCause(candidates: readonly Rule[], given: Facts): Cause | undefined {
  const facts = withoutFaults(given);
  for (const rule of candidates) {
    const cause = rule(facts);
    if (cause !== undefined) return cause;
  }
  return undefined;
}

/** What a scenario's own faults struck, and what came of it, is nobody's mistake. */
function withoutFaults(facts: Facts): Facts {
  const { exchanges, reports } = facts.evidence;
  const struck = exchanges.filter(isStruckAndFailed);
  if (struck.length === 0) return facts;
  const touched = (text: string) => [...text.matchAll(/\b[0-9a-f]{40}\b/g)].map(([key]) => key);
  const keys = new Set(struck.filter(({ route }) => route === 'object-store').flatMap(({ path }) => touched(path)));
  return {
    ...facts,
    evidence: {
      ...facts.evidence,
      exchanges: exchanges.filter(({ fault }) => fault === undefined),
      reports: reports.filter(({ error }) => error === undefined || !touched(error).some((key) => keys.has(key))),
    },
  };
}
