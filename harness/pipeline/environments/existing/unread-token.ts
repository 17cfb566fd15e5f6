import { tokenVariables } from '../../../diagnosis/token-variables.ts';
import type { AgentContainer } from '../../deployment-inputs.ts';

/**
 * Whether an agent takes its registration token from a Secret that the harness does not read, so that the run cannot know it.
 * `isUnread` tells of a Secret by name.
 */
export function unreadToken(
  agents: readonly Pick<AgentContainer, 'container' | 'variables'>[],
  isUnread: (secret: string) => boolean,
): boolean {
  return agents.some(({ container: { env = [], envFrom = [] }, variables }) => {
    const token = tokenVariables.map((name) => variables.get(name)).find((variable) => variable !== undefined);
    if (token !== undefined) {
      const { kind, metadata } = token.origin?.object ?? {};
      return kind === 'Secret' && isUnread(metadata?.name ?? '');
    }
    // No file says it: one of these Secrets may.
    const named = env.filter(({ name }) => tokenVariables.some((known) => known === name));
    const secrets = [
      ...named.map(({ valueFrom }) => valueFrom?.secretKeyRef?.name),
      ...envFrom.map(({ secretRef }) => secretRef?.name),
    ];
    return secrets.some((name) => name !== undefined && isUnread(name));
  });
}
