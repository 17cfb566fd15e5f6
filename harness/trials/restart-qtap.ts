import { agentPods } from '../pipeline/agent-pods.ts';
import { awaitReady } from '../pipeline/await-ready.ts';
import type { Scene } from './trial.ts';

/** Kills every Qtap once what was sampled of the first half of the traffic is stored, and waits until others are ready. */
export async function restartQtap({ pipeline, files, options, plan, step }: Scene): Promise<void> {
  const { cluster, pulse } = pipeline;
  const half = plan.decisions.slice(0, Math.floor(plan.decisions.length / 2));
  const sampled = half.filter(({ sampled }) => sampled).length;
  const awaited = 'the artifacts of the first half';
  await pulse.state.waitFor(() => pulse.state.artifacts().length >= sampled, { signal: step.signal, awaited });
  for (const { metadata } of await agentPods(pipeline, files, 'qtap'))
    await cluster.killPod(metadata?.namespace ?? '', metadata?.name ?? '');
  await awaitReady(pipeline, files, options, step);
}
