import { InputError } from '../../harness/errors/input-error.ts';
import type { EnvironmentModel } from './model/environment-model.ts';
import { renderSnapshot } from './model/render-snapshot.ts';
import type { QplaneEnvironment } from './qplane.ts';
import type { QplaneSettings } from './settings.ts';
import type { QplaneState } from './state.ts';
import { wrapSnapshot } from './wrap-snapshot.ts';

interface Snapshots {
  /** What an environment's agents are served. */
  text(environment: QplaneEnvironment): string;
  readonly set: QplaneState['setSnapshot'];
  readonly update: QplaneState['update'];
}

/** The snapshots of environments, by organisation: a token that has expired is no other snapshot. */
export function createSnapshots(
  environments: readonly QplaneEnvironment[],
  settings: Pick<QplaneSettings, 'snapshotDefaults'>,
  announce: ((orgId: string) => void) | undefined,
): Snapshots {
  const served = new Map(
    environments.map(({ orgId, snapshot }) => [orgId, { source: snapshot, text: textOf(snapshot) }]),
  );

  function textOf(snapshot: string | EnvironmentModel): string {
    return typeof snapshot === 'string' ? wrapSnapshot(snapshot) : renderSnapshot(snapshot, settings).text;
  }

  function orgOf(token: string): string {
    const environment = environments.find((candidate) => candidate.token === token);
    if (environment === undefined) {
      throw new Error('Qplane has no environment with this token to set a snapshot for.');
    }
    return environment.orgId;
  }

  function put(orgId: string, source: string | EnvironmentModel, text: string): void {
    served.set(orgId, { source, text });
    announce?.(orgId);
  }

  return {
    text: ({ orgId }) => served.get(orgId)?.text ?? '',
    set: (token, snapshot) => put(orgOf(token), snapshot, textOf(snapshot)),
    update(token, change) {
      const orgId = orgOf(token);
      const { source = '' } = served.get(orgId) ?? {};
      if (typeof source === 'string') {
        throw new InputError(
          'The environment serves a snapshot as text, not by a model that could be changed: set another one.',
        );
      }
      const model = change(source);
      put(orgId, model, textOf(model));
      return model;
    },
  };
}
