import type { SessionSteps } from './session-command.ts';

const mistakes = ['no-such-kind', 'old-version', 'lower-case', 'unknown-field', 'no-version'];

const explained = [
  'pod.spec.containers.imagePullPolicy',
  'pvc.spec.accessModes',
  'deployment.spec',
  'hpa.spec.behavior.scaleDown',
];

/** What kubectl answers out of the server's schemas: objects that no schema knows, and explanations in both versions. */
export const schemaSteps: SessionSteps = [
  ...mistakes.flatMap((name) => [
    ['create', '-f', `mistakes/${name}.yaml`],
    ['apply', '-f', `mistakes/${name}.yaml`],
  ]),
  ['apply', '--server-side', '-f', 'mistakes/lower-case.yaml'],
  ...explained.flatMap((field) => [
    ['explain', field],
    ['explain', field, '--output=plaintext-openapiv2'],
  ]),
  ['explain', 'cronjob.spec', '--recursive'],
  ['explain', 'servicemonitor'],
];
