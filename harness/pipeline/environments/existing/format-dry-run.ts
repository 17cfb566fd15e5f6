import { ownerName } from '../../../environments/existing/run-names.ts';
import { formatPosition } from '../../../errors/source-position.ts';
import { overlayDiff } from '../../../manifests/overlay/overlay-diff.ts';
import { podSpec } from '../../../manifests/pod-template.ts';
import { wrap } from '../../../report/wrap.ts';
import type { ExistingChoice } from '../../../scenario/environment-choice.ts';
import { type ExistingPlan, placeholderAddress } from './plan-existing.ts';
import type { PlannedObject } from './planned-objects.ts';

export interface DryRunFacts {
  readonly plan: ExistingPlan;
  readonly choice: ExistingChoice;
  readonly runId: string;
  /** How many objects the bucket holds. */
  readonly stored: number;
}

const lineWidth = 80;
const diffIndent = '      ';

/** What a run would do to somebody's cluster and bucket, for people to read before it does. Values of Secrets are not shown. */
export function formatDryRun({ plan, choice, runId, stored }: DryRunFacts): string {
  const { target, namespace, objects, clusterScoped, presentSecrets, warnings } = plan;
  const isLeft = ({ object }: PlannedObject) =>
    object.kind === 'Secret' && presentSecrets.has(object.metadata.name ?? '');
  const made = objects.filter((object) => !isLeft(object));
  const refused = made.filter(({ answer }) => typeof answer === 'object');
  const sections: (readonly [string, readonly string[]])[] = [
    [
      'Applied from the manifests, with what is added and changed:',
      made.filter(({ position }) => position).flatMap(described),
    ],
    [
      'Made by the run beside them:',
      [
        `  ConfigMap ${ownerName}, which owns everything else`,
        `  ConfigMap harness-trust-${runId}`,
        ...made.filter(({ position }) => !position).flatMap(described),
      ],
    ],
    [
      'Left as they are:',
      [
        ...[...presentSecrets].map((name) => `  Secret ${name} is in the namespace, and is not read`),
        ...clusterScoped.map(({ title, position, state }) => `  ${title} (${formatPosition(position)}) ${state}`),
      ],
    ],
    [
      'Refused by the API server:',
      refused.map(({ title, position, answer }) => {
        const message = typeof answer === 'object' ? answer.refusal : '';
        return `  ${title}${position ? ` (${formatPosition(position)})` : ''}: ${message}`;
      }),
    ],
    [
      'Removed after the run, whatever becomes of it:',
      [
        `  every object above that it makes, by the owner ${ownerName}`,
        `  what its own pods wrote into the bucket; the ${stored} objects that are there now stay`,
      ],
    ],
  ];
  const shown = sections.filter(([, lines]) => lines.length > 0).flatMap(([title, lines]) => ['', title, ...lines]);
  const head = [
    `dry run · context ${target.context} (${target.server}) · namespace ${namespace}`,
    `bucket ${choice.bucket} at ${choice.s3Endpoint ?? 'S3'}`,
    ...warnings,
    `${placeholderAddress} stands for the address that the relay's Service gets`,
  ];
  const lines = [...head, ...shown, '', 'Nothing was changed.'].flatMap(folded);
  return `${lines.join('\n')}\n`;
}

/** A line of a diff stays as it is. */
function folded(line: string): string[] {
  const text = line.trimStart();
  const indent = line.slice(0, line.length - text.length);
  if (indent.length >= diffIndent.length) return [line];
  const [first = '', ...rest] = wrap(text, lineWidth - indent.length - 2);
  return [`${indent}${first}`, ...rest.map((part) => `${indent}  ${part}`)];
}

function described({ title, object, applied, position }: PlannedObject): string[] {
  const place = position === undefined ? '' : ` (${formatPosition(position)})`;
  const diff = podSpec(applied) === undefined ? [] : overlayDiff(object, withoutNamespace(object, applied));
  return [`  ${title}${place}`, ...diff.map((line) => `${diffIndent}${line}`)];
}

/** The namespace is that of the heading, whether or not the manifest names it. */
function withoutNamespace(
  object: PlannedObject['object'],
  applied: PlannedObject['applied'],
): PlannedObject['applied'] {
  const { namespace: _, ...rest } = applied.metadata;
  const own = object.metadata.namespace;
  return { ...applied, metadata: { ...rest, ...(own !== undefined && { namespace: own }) } };
}
