import type { EnvironmentChoice } from '../scenario/environment-choice.ts';
import type { ImageRule, StandIn } from '../scenario/run-options.ts';

/** Which agent runs in a pod whose image is not the manifest's: in somebody's cluster images are replaced, not renamed. */
export function ownImageRules(environment: EnvironmentChoice): ImageRule[] {
  if (environment.name !== 'existing') return [];
  const { agentImages, standInImages } = environment;
  const given = (['qtap', 'qscan'] as const).flatMap((standIn): ImageRule[] => {
    const pattern = agentImages[standIn];
    return pattern === undefined ? [] : [{ pattern, standIn }];
  });
  const roles: readonly StandIn[] = ['qtap', 'qscan', 'idle'];
  return [...given, ...roles.map((standIn) => ({ pattern: `${standInImages}/${standIn}:`, standIn }))];
}
