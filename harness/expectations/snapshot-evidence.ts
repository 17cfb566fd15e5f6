import type { Snapshot } from '../snapshot/snapshot.ts';
import { ownStore, storeInForce } from '../snapshot/store-in-force.ts';
import type { SnapshotEvidence } from './evidence.ts';

/** Takes from a snapshot what the expectations ask of it: the settings of the stack that HTTP goes through. */
export function snapshotEvidence(snapshot: Snapshot): SnapshotEvidence {
  const stack = snapshot.stacks.get(snapshot.tap.httpStack);
  const plugins = stack?.plugins ?? [];
  const qscan = plugins.find((plugin) => plugin.kind === 'qscan')?.decoded.settings;
  const capture = plugins.find((plugin) => plugin.kind === 'http_capture')?.decoded.settings;
  const rules = plugins.flatMap((plugin) =>
    plugin.kind === 'detect_errors' ? (plugin.decoded.settings?.rules ?? []) : [],
  );
  return {
    qscan,
    captureLevel: capture ? (capture.rules.length > 0 ? undefined : capture.level) : 'none',
    recordedParts: new Set(rules.flatMap(({ record }) => record)),
    bucket: ownStore(snapshot),
    usedStore: storeInForce(snapshot),
    stackAt: stack?.at ?? snapshot.tap.at,
  };
}
