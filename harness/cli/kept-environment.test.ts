import { expect, test } from 'vitest';
import { keptEnvironment } from './kept-environment.ts';
import { scenarioArguments } from './scenario-arguments.ts';

function lines(...flags: string[]): string {
  const { environment } = scenarioArguments(['sampling', ...flags], {});
  return keptEnvironment({ runDirectory: '/run', environment }).join('\n');
}

test('what is kept is looked at with the rights that its user has', () => {
  expect(lines()).toMatch(/kubectl get pods -A\n.* s3 ls$/);
  const existing = lines('--environment', 'existing', '--bucket', 'acme', '--stand-in-images', 'a');
  expect(existing).toMatch(/kubectl get pods -n "\$NAMESPACE"\n.* s3 ls s3:\/\/acme$/);
});
