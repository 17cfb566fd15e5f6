import { expect, test } from 'vitest';
import { readSnapshot } from '../snapshot/read-snapshot.ts';
import { snapshotRemarks } from './snapshot-remarks.ts';

test('level-misspelt, object-store-key-typo, detect-errors-no-trigger: what is silent in Qtap is said with its line', () => {
  const snapshot = `config:
  stacks:
    scan:
      plugins:
        - type: http_capture
          config:
            level: Full
            oabject_store: {id: artifacts}
        - type: detect_errors
          config:
            rules:
              - name: everything
`;
  expect(snapshotRemarks(readSnapshot(snapshot, { file: 'snapshot.yaml' }))).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/"Full" is no level: headers are stored, bodies are not \(snapshot\.yaml:7\)$/),
      expect.stringMatching(/Qtap knows no key "oabject_store" here and ignores it \(snapshot\.yaml:8\)$/),
      expect.stringMatching(/a rule without a trigger never fires \(snapshot\.yaml:12\)$/),
    ]),
  );
});
