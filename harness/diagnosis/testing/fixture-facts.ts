import { readText } from '../../manifests/read-text.ts';
import { readDeployment } from '../../pipeline/deployment-inputs.ts';
import { fixture } from '../../project-paths.ts';
import { readSnapshot } from '../../snapshot/read-snapshot.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { EditableFiles } from '../../trials/editable-files.ts';
import type { Change } from '../../trials/edits/change.ts';
import type { Facts } from '../facts.ts';

const nothing = { exchanges: [], logs: [], reports: [], objects: [] };

/** What a diagnosis looks at where the fixtures, with a change, were deployed and these facts were seen. */
export async function fixtureFacts(
  change: Change,
  seen: Partial<Omit<Facts, 'evidence'>> & { evidence?: Partial<Facts['evidence']> } = {},
): Promise<Facts> {
  using folder = temporaryFolder();
  const given = { manifests: fixture('manifests'), snapshot: undefined, secrets: undefined, images: [] };
  const files = await EditableFiles.read(given);
  change(files);
  const written = await files.write(folder.path);
  const environment = { name: 'embedded' as const };
  return {
    inputs: await readDeployment({ ...given, ...written, environment }, fixture('secrets/secrets.yaml')),
    snapshot: readSnapshot(await readText(written.snapshot ?? ''), { file: 'snapshot.yaml' }),
    blocked: [],
    pods: { qtap: ['qtap-a'], qscan: ['qscan-a'] },
    ...seen,
    evidence: { ...nothing, ...seen.evidence },
  };
}
