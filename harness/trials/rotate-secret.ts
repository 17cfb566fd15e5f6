import type { ManifestObject } from '../manifests/manifest.ts';
import { secretData } from '../manifests/secret-data.ts';
import { NothingToEdit } from './nothing-to-edit.ts';
import type { Scene } from './trial.ts';

/**
 * Gives variables that an agent takes from Secrets new values there, in the cluster; no pod is told. Throws `NothingToEdit` where it
 * takes one of them from elsewhere.
 */
export async function rotateSecret(
  { pipeline, files: { deployment } }: Pick<Scene, 'pipeline' | 'files'>,
  role: 'qtap' | 'qscan',
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const agent = deployment.agents.find((candidate) => candidate.role === role);
  for (const [name, value] of Object.entries(values)) {
    const variable = agent?.variables.get(name);
    const secret = variable?.origin?.object;
    const [key] = Object.entries(secret?.kind === 'Secret' ? secretData(secret) : {}).find(
      ([, kept]) => kept === variable?.value,
    ) ?? [undefined];
    if (agent === undefined || secret === undefined || key === undefined) {
      throw new NothingToEdit(`${role} takes no ${name} from a Secret`);
    }
    const stored = await pipeline.cluster.read(secret, agent.namespace);
    const data = { ...(stored.data as object), [key]: Buffer.from(value).toString('base64') };
    await pipeline.cluster.replace({ ...stored, data } as ManifestObject, agent.namespace);
  }
}
