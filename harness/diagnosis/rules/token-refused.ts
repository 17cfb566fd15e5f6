import { role } from '../../edge/hosts.ts';
import { type AgentRole, agentContainer, type Cause, exchangesOf, type Facts, variablePosition } from '../facts.ts';
import { tokenVariables } from '../token-variables.ts';

const names: Record<AgentRole, string> = { qtap: 'Qtap', qscan: 'QScan' };

/** gRPC's code for "unauthenticated" (reference, pulse.md section 1). */
const grpcUnauthenticated = 16;

/** Qplane or Pulse does not know the token that an agent shows. */
export function tokenRefused(facts: Facts): Cause | undefined {
  for (const agent of ['qtap', 'qscan'] as const) {
    const refused = exchangesOf(facts, agent).find(
      (exchange) =>
        ['qplane', 'pulse'].includes(role(exchange.host) ?? '') &&
        (exchange.status === 401 || Number(exchange.grpcStatus) === grpcUnauthenticated),
    );
    if (refused === undefined) continue;
    const container = agentContainer(facts, agent);
    const service = role(refused.host) === 'qplane' ? 'Qplane' : 'Pulse';
    const shown = refused.requestHeaders.authorization?.replace(/^Bearer\s*/i, '') ?? '';
    const variable = tokenVariables.find((name) => container?.variables.get(name)?.value) ?? 'REGISTRATION_TOKEN';
    const why =
      shown === ''
        ? `it shows no token: ${variable} is not set`
        : "its registration token is not that of this run's Qplane environment";
    return {
      sentence: `${service} refuses ${names[agent]}: ${why}.`,
      positions: variablePosition(container, variable),
      evidence: [
        `${refused.method} https://${refused.host}${refused.path} answered ${refused.status} (unauthenticated)`,
      ],
    };
  }
  return undefined;
}
