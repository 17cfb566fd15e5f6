import { awaitFetch } from '../pipeline/await-fetch.ts';
import type { Scene } from './trial.ts';

/** From now on Qplane serves this text, and says so: waits until every Qtap has fetched it, whatever it thinks of it. */
export async function serveSnapshot(
  { pipeline, files, options, step }: Omit<Scene, 'plan'>,
  text: string,
): Promise<void> {
  await awaitFetch(pipeline, files, options, step, () =>
    pipeline.qplane.state.setSnapshot(files.deployment.registrationToken, text),
  );
}
