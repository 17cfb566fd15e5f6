import type { Change } from './change.ts';

/** Secret manifests in the place of those that the run was given; `${registrationToken}` and the others stand for the run's own. */
export function secrets(text: string): Change {
  return (files) => {
    files.secretsText = text;
  };
}
