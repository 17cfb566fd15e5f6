import type { JsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';
import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import type { Step } from '../steps/step.ts';
import { stepsCase } from '../steps/steps-case.ts';
import { del, get, patch, post, put, quiet, release } from '../steps/verbs.ts';
import { type KindSample, kinds } from './kind-samples.ts';

const atOnce = { propagationPolicy: 'Background', gracePeriodSeconds: 0 };

/** The life of an object of each served kind. What controllers write is not compared. */
export const kindCases: readonly ConformanceCase<KubernetesTarget>[] = kinds.flatMap((kind) => {
  const path = collection(kind);
  const keep = 'spec' as const;
  const labelled = { metadata: { labels: { changed: 'yes' } } };
  const title = `${kind.plural}${kind.group ? `.${kind.group}` : ''}`;
  const first = manifest(kind, '');
  const second = manifest(kind, '-2');
  const third = manifest(kind, '-3');
  const life = [
    stepsCase(
      `${title} are created, read, listed and deleted`,
      post(path, first.object, { keep }),
      get(first.path, { keep }),
      get(`${path}?fieldSelector=metadata.name%3D${first.name}`, { keep: 'items' }),
      del(first.path, atOnce, { keep: 'shape' }),
      ...released(first),
    ),
    stepsCase(
      `${title} are patched, replaced and created again`,
      quiet(post(path, second.object)),
      patch('merge', second.path, labelled, { keep }),
      patch('strategic', second.path, { metadata: { annotations: { also: 'this' } } }, { keep }),
      post(path, second.object),
      put(second.path, { ...second.object, metadata: { name: second.name, labels: { only: 'this' } } }, { keep }),
      quiet(del(second.path, atOnce)),
      ...released(second),
    ),
    stepsCase(
      `${title} are applied, and printed as a table`,
      patch('apply', `${third.path}?fieldManager=one`, third.object, { keep: 'status' }),
      patch(
        'apply',
        `${third.path}?fieldManager=one&force=true`,
        { ...third.object, metadata: { name: third.name, labels: { a: 'b' } } },
        { keep },
      ),
      get(`${path}?fieldSelector=metadata.name%3D${third.name}`, {
        accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
        keep: 'table',
      }),
      quiet(del(third.path, atOnce)),
      ...released(third),
    ),
  ];
  return kind.isFleeting ? life.slice(0, 1) : life;
});

/** Lets go what a protection finalizer holds where no controller takes it off. */
function released({ path, object }: Sample): Step[] {
  if (object.kind === 'Namespace') return [put(`${path}/finalize`, { ...object, spec: {} }, { keep: 'nothing' })];
  return [release(path)];
}

function collection({ group, version, plural, isClusterWide }: KindSample): string {
  return `${group ? `/apis/${group}` : '/api'}/${version}${isClusterWide ? '' : '/namespaces/{ns}'}/${plural}`;
}

interface Sample {
  readonly name: string;
  readonly path: string;
  readonly object: JsonObject;
}

/** What is not in a namespace is named after it. */
function manifest(kind: KindSample, suffix: string): Sample {
  const { group, version, body, isClusterWide } = kind;
  const name = `${isClusterWide ? '{ns}-' : ''}${kind.kind.toLowerCase()}${suffix}`;
  return {
    name,
    path: `${collection(kind)}/${name}`,
    object: { apiVersion: group ? `${group}/${version}` : version, kind: kind.kind, metadata: { name }, ...body },
  };
}
