import type { Snapshot } from '../snapshot/snapshot.ts';
import type { SnapshotEvidence } from './evidence.ts';

/** Takes from a snapshot what the expectations ask of it: the settings of the stack that HTTP goes through. */
export function snapshotEvidence(snapshot: Snapshot): SnapshotEvidence {
  const stack = snapshot.stacks.get(snapshot.tap.httpStack);
  const plugins = stack?.plugins ?? [];
  const qscan = plugins.find((plugin) => plugin.kind === 'qscan')?.decoded.settings;
  const capture = plugins.find((plugin) => plugin.kind === 'http_capture')?.decoded.settings;
  const id = qscan?.objectStoreId ?? '';
  return {
    qscan,
    captureLevel: capture ? (capture.rules.length > 0 ? undefined : capture.level) : 'none',
    bucket: snapshot.objectStores.find((store) => store.kind === 's3'),
    usedStore: id === '' ? snapshot.objectStores[0] : snapshot.objectStores.find((store) => store.id === id),
    stackAt: stack?.at ?? snapshot.tap.at,
  };
}
