import type { V1Container } from '@kubernetes/client-node';
import type { AgentRole } from '../../diagnosis/facts.ts';
import type { Place } from './place.ts';

type Path = readonly (string | number)[];

/** A field of an agent's container, where it has to look for it by what the container holds. */
export function agentField(role: AgentRole, field: Path | ((container: V1Container) => Path)): Place {
  return ({ deployment }) => {
    const agent = deployment.agents.find((candidate) => candidate.role === role);
    if (agent === undefined) return undefined;
    const path = typeof field === 'function' ? field(agent.container) : field;
    return agent.manifest.locate([...agent.path, ...path]);
  };
}
