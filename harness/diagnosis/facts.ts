import type { Exchange } from '../edge/exchange.ts';
import type { BlockedConnection } from '../environments/environment.ts';
import type { SourcePosition } from '../errors/source-position.ts';
import type { Evidence, PodLog } from '../expectations/evidence.ts';
import type { AgentContainer, DeploymentInputs } from '../pipeline/deployment-inputs.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export type AgentRole = 'qtap' | 'qscan';

/** Whether policies allow an action on a resource, by its ARN. */
export type Grants = (action: 's3:PutObject' | 's3:GetObject', resource: string) => boolean;

/** What keeps Qtap from seeing pods that send traffic, by their names or their nodes'. */
export interface TrafficSight {
  /** Nodes of senders that run no Qtap. */
  readonly uncoveredNodes: readonly string[];
  /** Senders that tell Qtap to ignore them. */
  readonly ignored: readonly string[];
  /** Senders whose traffic stays within the pod. */
  readonly withinPod: readonly string[];
}

/** What a diagnosis looks at: the user's files, and what was seen. */
export interface Facts {
  readonly inputs: DeploymentInputs;
  readonly snapshot: Snapshot;
  readonly evidence: Pick<Evidence, 'exchanges' | 'logs' | 'reports' | 'objects'>;
  readonly blocked: readonly BlockedConnection[];
  /** Whether Qtap counted any exchange; undefined where nobody asked it. */
  readonly sawTraffic?: boolean;
  /** Undefined before traffic was sent. */
  readonly sight?: TrafficSight;
  /** What the policies of the agents' user say; undefined where nobody asked them, which say nothing where IAM is somebody else's. */
  readonly grants?: Grants;
  /** Names of the pods of each agent. */
  readonly pods: Readonly<Record<AgentRole, readonly string[]>>;
}

/** What turned a run red, in one sentence, and where to look. */
export interface Cause {
  readonly sentence: string;
  readonly positions: readonly SourcePosition[];
  readonly evidence: readonly string[];
}

/** Looks for one kind of cause; undefined where there is no sign of it. */
export type Rule = (facts: Facts) => Cause | undefined;

export function exchangesOf(facts: Facts, agent: AgentRole): Exchange[] {
  const names = new Set(facts.pods[agent]);
  return facts.evidence.exchanges.filter(({ caller }) => caller !== undefined && names.has(caller.pod));
}

export function logsOf(facts: Facts, agent: AgentRole): PodLog[] {
  const names = new Set(facts.pods[agent]);
  return facts.evidence.logs.filter(({ pod }) => names.has(pod));
}

export function agentContainer(facts: Facts, agent: AgentRole): AgentContainer | undefined {
  return facts.inputs.agents.find(({ role }) => role === agent);
}

/** Where a container takes a variable from; of one that it lacks, its list of variables and the Secrets that it draws on. */
export function variablePosition(container: AgentContainer | undefined, name: string): SourcePosition[] {
  if (container === undefined) return [];
  const { manifest, path, variables, secrets } = container;
  const variable = variables.get(name);
  if (variable !== undefined) return [variable.position];
  const drawn = secrets.map((secret) =>
    secret.locate([secret.object.stringData === undefined ? 'data' : 'stringData']),
  );
  return [manifest.locate([...path, 'env']), ...drawn];
}
