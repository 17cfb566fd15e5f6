import { InputError } from '../../../harness/errors/input-error.ts';
import { readSnapshot } from '../../../harness/snapshot/read-snapshot.ts';
import type { Snapshot } from '../../../harness/snapshot/snapshot.ts';
import { SnapshotError } from '../../../harness/snapshot/snapshot-error.ts';
import { defaultQplaneSettings, type QplaneSettings } from '../settings.ts';
import { checkModel } from './check-model.ts';
import type { EnvironmentModel } from './environment-model.ts';
import { refuse } from './refuse.ts';
import { writeSnapshot } from './write-snapshot.ts';

/** The page where Qplane shows it; stands in positions. */
const page = 'Settings → Deploy → Snapshot';

export interface RenderedSnapshot {
  /** YAML, as the page shows it and Qtap fetches it. */
  readonly text: string;
  /** The text, read as Qtap reads it. */
  readonly snapshot: Snapshot;
  /** What Qtap takes without a word although it hardly means what was intended, a sentence each. */
  readonly warnings: readonly string[];
}

/**
 * The config snapshot of an environment, checked: what Qtap would read is what the model says. Throws `InputError` with path and
 * remedy for a model that Qplane cannot have, or that Qtap refuses aloud; what it accepts silently is a warning.
 */
export function renderSnapshot<Stack extends string>(
  model: EnvironmentModel<Stack>,
  settings: Pick<QplaneSettings, 'snapshotDefaults'> = defaultQplaneSettings,
): RenderedSnapshot {
  const warnings = checkModel(model);
  const text = writeSnapshot(model, settings);
  const snapshot = readBack(text);
  for (const { plugins } of snapshot.stacks.values()) {
    for (const plugin of plugins) {
      const spoilt = plugin.kind === 'other' ? undefined : plugin.decoded.error;
      if (spoilt !== undefined) refuse('a plugin', `does not run: ${spoilt.replace(/\.$/, '')}`);
    }
  }
  return { text, snapshot, warnings: [...warnings, ...snapshot.remarks.map(({ message }) => message)] };
}

function readBack(text: string): Snapshot {
  try {
    return readSnapshot(text, { file: page, wrapped: true });
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
    throw new InputError(`The environment's model cannot be served, since Qtap refuses it: ${error.reason}`);
  }
}
