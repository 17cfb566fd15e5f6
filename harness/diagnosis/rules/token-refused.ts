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
    const given = tokenVariables.find((name) => container?.variables.get(name)?.value);
    const variable = given === 'PULSE_API_KEY' && shown === '' ? 'REGISTRATION_TOKEN' : (given ?? 'REGISTRATION_TOKEN');
    const accepted = exchangesOf(facts, agent).some(
      ({ host, status, requestHeaders: { authorization }, grpcStatus }) =>
        ['qplane', 'pulse'].includes(role(host) ?? '') &&
        status === 200 &&
        Number(grpcStatus ?? 0) === 0 &&
        authorization === refused.requestHeaders.authorization,
    );
    const why = (): string => {
      if (shown !== '' && accepted)
        return 'its registration token, which was accepted at first, was revoked or has expired';
      if (shown !== '') return "its registration token is not that of this run's Qplane environment";
      return given === undefined
        ? `it shows no token: ${variable} is not set`
        : `it shows no token although ${given} is set: give it ${variable} as well`;
    };
    return {
      sentence: `${service} refuses ${names[agent]}: ${why()}.`,
      positions: variablePosition(container, variable),
      evidence: [
        `${refused.method} https://${refused.host}${refused.path} answered ${refused.status} (unauthenticated)`,
      ],
    };
  }
  return undefined;
}
