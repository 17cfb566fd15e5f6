import { tokenVariables } from '../../../diagnosis/token-variables.ts';
import type { AgentContainer } from '../../deployment-inputs.ts';

/** A registration token that is in a Secret which the harness does not read. */
export interface UnreadToken {
  /** Those that agents have from the files: it is none of them. */
  readonly others: ReadonlySet<string>;
}

type Agent = Pick<AgentContainer, 'container' | 'variables'>;

/**
 * The token that an agent takes from a Secret that is not read, so that the run cannot know it; undefined where every agent's
 * is known. `isUnread` tells of a Secret by name.
 */
export function unreadToken(agents: readonly Agent[], isUnread: (secret: string) => boolean): UnreadToken | undefined {
  const tokens = agents.map((agent) => knownToken(agent, isUnread));
  if (!agents.some((agent, index) => tokens[index] === undefined && mayHaveToken(agent, isUnread))) return undefined;
  return { others: new Set(tokens.filter((token) => token !== undefined)) };
}

function knownToken({ variables }: Agent, isUnread: (secret: string) => boolean): string | undefined {
  const token = tokenVariables.map((name) => variables.get(name)).find((variable) => variable !== undefined);
  const { kind, metadata } = token?.origin?.object ?? {};
  return kind === 'Secret' && isUnread(metadata?.name ?? '') ? undefined : token?.value;
}

/** One of its Secrets may hold the token. */
function mayHaveToken(
  { container: { env = [], envFrom = [] } }: Agent,
  isUnread: (secret: string) => boolean,
): boolean {
  const named = env.filter(({ name }) => tokenVariables.some((known) => known === name));
  const secrets = [
    ...named.map(({ valueFrom }) => valueFrom?.secretKeyRef?.name),
    ...envFrom.map(({ secretRef }) => secretRef?.name),
  ];
  return secrets.some((name) => name !== undefined && isUnread(name));
}
