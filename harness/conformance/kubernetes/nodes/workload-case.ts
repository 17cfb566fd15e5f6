import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import {
  awaitEvents,
  awaitObject,
  create,
  currentVersion,
  type KubernetesObject,
  read,
  remove,
} from './cluster-steps.ts';

/** Objects that controllers, scheduler or network work on. `Shown` is what is awaited. */
export interface WorkloadCase<Shown extends KubernetesObject = KubernetesObject> {
  readonly name: string;
  /** Made in this order. */
  readonly objects: readonly KubernetesObject[];
  /** What must hold before the last of them is made. */
  readonly first?: { readonly path: string; readonly until: (object: KubernetesObject) => boolean };
  /** Where the object lies that is awaited, as `cluster-steps.ts` writes paths. */
  readonly path: string;
  readonly until: (object: Shown) => boolean;
  readonly show: (object: Shown, others: readonly KubernetesObject[]) => unknown;
  /** Lists that `show` gets the items of. */
  readonly others?: string;
  readonly events?: readonly string[];
  /** What goes when the case is over, last of all what was made. */
  readonly remove?: readonly string[];
}

export function workloadCase<Shown extends KubernetesObject>(
  definition: WorkloadCase<Shown>,
): ConformanceCase<KubernetesTarget> {
  const { name, objects, first, path, until, show, others, events = [] } = definition;
  return {
    name,
    needs: ['nodes'],
    run: async (target) => {
      const since = await currentVersion(target);
      for (const object of objects) {
        if (first !== undefined && object === objects.at(-1)) {
          await awaitObject(target, first.path, first.until, since);
        }
        const made = await create(target, object);
        if (made.kind === 'Status') return { refused: made.message };
      }
      const object = await awaitObject<Shown>(target, path, until, since);
      const seen = await awaitEvents(target, object.metadata?.uid ?? '', events, since);
      const list = others ? await read<{ items: KubernetesObject[] }>(target, others) : { items: [] };
      for (const gone of definition.remove ?? [path]) await remove(target, gone);
      const outcome = {
        outcome: show(object, list.items),
        ...(seen.length && { events: seen.map(({ type, reason, message }) => `${type} ${reason}: ${message}`) }),
      };
      return JSON.parse(plain(target, JSON.stringify(outcome))) as unknown;
    },
  };
}

/** Without namespace and generated parts of names. */
function plain({ namespace }: KubernetesTarget, text: string): string {
  return text
    .replaceAll(namespace, 'NAMESPACE')
    .replaceAll(/ to [a-z][a-z0-9-]*(?=")/g, ' to NODE')
    .replaceAll(/-[bcdfghjklmnpqrstvwxz2456789]{6,10}(?=[-" .\\])/g, '-HASH')
    .replaceAll(/-[bcdfghjklmnpqrstvwxz2456789]{5}(?=[-" .\\])/g, '-SUFFIX');
}
