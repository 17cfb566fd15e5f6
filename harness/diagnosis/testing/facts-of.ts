import type { Exchange } from '../../edge/exchange.ts';
import { readText } from '../../manifests/read-text.ts';
import { readDeployment } from '../../pipeline/deployment-inputs.ts';
import { fixture } from '../../project-paths.ts';
import { readSnapshot } from '../../snapshot/read-snapshot.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { EditableFiles } from '../../trials/editable-files.ts';
import type { Change } from '../../trials/edits/change.ts';
import type { AgentRole, Facts } from '../facts.ts';

/** An exchange of an agent, as far as a rule looks at it. */
export type SeenExchange = Partial<Exchange> & { readonly agent: AgentRole };

/** Facts about the guide's files with a mistake in them, and what was seen: exchanges of agents, and lines of their logs. */
export async function factsOf(
  change: Change | undefined,
  seen: { readonly exchanges?: readonly SeenExchange[]; readonly logs?: Readonly<Partial<Record<AgentRole, string>>> },
): Promise<Facts> {
  using folder = temporaryFolder();
  const options = { manifests: fixture('manifests'), snapshot: undefined, secrets: undefined, images: [] };
  const files = await EditableFiles.read(options);
  change?.(files);
  const written = { ...options, ...(await files.write(folder.path)) };
  const environment = { name: 'embedded' as const };
  const deployment = await readDeployment({ ...written, environment }, fixture('secrets/secrets.yaml'));
  const { snapshot: file = '' } = written;
  const snapshot = readSnapshot(await readText(file), { file });
  const exchanges = (seen.exchanges ?? []).map(
    ({ agent, ...fields }, number): Exchange => ({
      number,
      startedAt: 0,
      caller: { namespace: 'qpoint', pod: agent, node: 'node-1' },
      host: '',
      port: 443,
      protocol: 'http/1.1',
      method: 'GET',
      path: '/',
      requestHeaders: {},
      requestBody: Buffer.alloc(0),
      requestBytes: 0,
      status: undefined,
      responseBytes: 0,
      route: undefined,
      ...fields,
    }),
  );
  const logs = Object.entries(seen.logs ?? {}).map(([pod, text]) => ({ pod, container: pod, text }));
  return {
    inputs: deployment,
    snapshot,
    evidence: { exchanges, logs, reports: [], objects: [] },
    blocked: [],
    pods: { qtap: ['qtap'], qscan: ['qscan'] },
  };
}
