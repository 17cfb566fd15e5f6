import type { JsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';
import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { stepsCase } from '../steps/steps-case.ts';
import { del, get, patch, post, put, quiet } from '../steps/verbs.ts';
import { type KindSample, kinds } from './kind-samples.ts';

/** The life of an object of each served kind. What controllers write is not compared. */
export const kindCases: readonly ConformanceCase<KubernetesTarget>[] = kinds.flatMap((kind) => {
  const path = collection(kind);
  const object = manifest(kind);
  const one = `${path}/${name(kind)}`;
  const keep = 'spec' as const;
  const labelled = { metadata: { labels: { changed: 'yes' } } };
  const title = `${kind.plural}${kind.group ? `.${kind.group}` : ''}`;
  const life = [
    stepsCase(
      `${title} are created, read, listed and deleted`,
      post(path, object, { keep }),
      get(one, { keep }),
      get(`${path}?fieldSelector=metadata.name%3D${name(kind)}`, { keep: 'items' }),
      del(one, { propagationPolicy: 'Background', gracePeriodSeconds: 0 }, { keep: 'shape' }),
    ),
    stepsCase(
      `${title} are patched, replaced and created again`,
      quiet(post(path, object)),
      patch('merge', one, labelled, { keep }),
      patch('strategic', one, { metadata: { annotations: { also: 'this' } } }, { keep }),
      post(path, object),
      put(one, { ...object, metadata: { name: name(kind), labels: { only: 'this' } } }, { keep }),
      quiet(del(one, { propagationPolicy: 'Background', gracePeriodSeconds: 0 })),
    ),
    stepsCase(
      `${title} are applied, and printed as a table`,
      patch('apply', `${one}?fieldManager=one`, object, { keep: 'status' }),
      patch(
        'apply',
        `${one}?fieldManager=one&force=true`,
        { ...object, metadata: { name: name(kind), labels: { a: 'b' } } },
        { keep },
      ),
      get(`${path}?fieldSelector=metadata.name%3D${name(kind)}`, {
        accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
        keep: 'table',
      }),
      quiet(del(one, { propagationPolicy: 'Background', gracePeriodSeconds: 0 })),
    ),
  ];
  return kind.isFleeting ? life.slice(0, 1) : life;
});

function collection({ group, version, plural, isClusterWide }: KindSample): string {
  return `${group ? `/apis/${group}` : '/api'}/${version}${isClusterWide ? '' : '/namespaces/{ns}'}/${plural}`;
}

/** What is not in a namespace is named after it. */
function name({ kind, isClusterWide }: KindSample): string {
  return isClusterWide ? `{ns}-${kind.toLowerCase()}` : kind.toLowerCase();
}

function manifest(kind: KindSample): JsonObject {
  const { group, version, body } = kind;
  return {
    apiVersion: group ? `${group}/${version}` : version,
    kind: kind.kind,
    metadata: { name: name(kind) },
    ...body,
  };
}
