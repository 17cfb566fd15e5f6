import { ScenarioFailure } from '../../errors/scenario-failure.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { judgeTrial } from '../judge-trial.ts';
import { runTrial } from '../run-trial.ts';
import type { Seen, Trial } from '../trial.ts';
import { trialRunOptions } from './trial-options.ts';

/**
 * Judges trials on one run in which nothing is wrong, with the traffic and the nodes that all of them ask for, and answers with
 * those that are met by it: they would be green with the thing that they guard broken. Where a trial's own traffic is what it shows,
 * the run has the usual one.
 */
export async function metByHealthy(trials: readonly Trial[]): Promise<Trial[]> {
  const [first] = trials;
  if (first === undefined) return [];
  using folder = temporaryFolder();
  const { exchanges, options } = first;
  const ownTraffic = first.byTraffic ? undefined : first.ownTraffic;
  const healthy: Trial = {
    ...{ id: first.id, title: 'nothing is wrong', how: 'behaviour', ends: 'green' },
    ...(exchanges !== undefined && { exchanges }),
    ...(ownTraffic !== undefined && { ownTraffic }),
    ...(options !== undefined && { options: healthyOptions(options) }),
  };
  const step = {
    ...{ signal: new AbortController().signal, note: () => undefined, progress: () => undefined },
    rescue: async () => undefined,
  };
  return await runTrial(healthy, trialRunOptions(folder.path), step, async (seen) => {
    if (seen.collected === undefined)
      throw new Error(`The run that nothing is wrong with ends early: ${seen.failure?.cause}`);
    const met: Trial[] = [];
    for (const trial of trials) if (await isMet(trial, seen)) met.push(trial);
    return met;
  });
}

async function isMet(trial: Trial, seen: Seen): Promise<boolean> {
  try {
    await judgeTrial(trial, seen);
    return true;
  } catch (error) {
    if (error instanceof ScenarioFailure) return false;
    throw error;
  }
}

/** The nodes that a trial asks for, without what is wrong with them. */
function healthyOptions(options: NonNullable<Trial['options']>): NonNullable<Trial['options']> {
  const { environment } = options;
  if (environment?.name !== 'embedded') return options;
  const nodes = environment.nodes.map(({ blockedRegistries: _, ...node }) => node);
  return { ...options, environment: { ...environment, nodes } };
}
