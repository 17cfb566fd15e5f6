import type { AgentContainer } from '../pipeline/deployment-inputs.ts';
import { type Cause, variablePosition } from './facts.ts';

/** Where QScan listens when `METRICS_PORT` is not set (reference, qscan-worker.md section 1). */
const defaultPort = 9090;

const kinds = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;

/** A probe asks another port than the one on which QScan listens; undefined where all of them agree. */
export function probedElsewhere(agents: readonly AgentContainer[]): Cause | undefined {
  for (const agent of agents.filter(({ role }) => role === 'qscan')) {
    const { container, manifest, path, variables } = agent;
    const listens = Number(variables.get('METRICS_PORT')?.value || defaultPort);
    for (const kind of kinds) {
      const given = container[kind]?.httpGet?.port;
      if (given === undefined) continue;
      const named = (container.ports ?? []).findIndex(({ name }) => name === given);
      const asked = named < 0 ? given : container.ports?.[named]?.containerPort;
      if (!Number.isInteger(Number(asked)) || Number(asked) === listens) continue;
      const where = named < 0 ? [...path, kind, 'httpGet', 'port'] : [...path, 'ports', named, 'containerPort'];
      return {
        sentence: `QScan listens on port ${listens} (METRICS_PORT), and its ${kind} asks port ${asked}: let METRICS_PORT, the container's port and its probes name one port.`,
        positions: [...variablePosition(agent, 'METRICS_PORT').slice(0, 1), manifest.locate(where)],
        evidence: [],
      };
    }
  }
  return undefined;
}
