import type { KubeObject } from '../objects/kube-object.ts';
import type { Change, ObjectStorage } from './object-storage.ts';

/**
 * Calls `listener` with every present object as ADDED, then with every change of that storage, in order and each in its
 * own turn of the microtask queue's drain: never from within the call that made the change.
 */
export function watchObjects(
  storage: ObjectStorage,
  name: string,
  listener: (type: Change['type'], object: KubeObject) => void,
): Disposable {
  const queue: { type: Change['type']; object: KubeObject }[] = storage
    .list(name)
    .map((object) => ({ type: 'ADDED', object }));
  let scheduled = false;
  let closed = false;
  const schedule = (): void => {
    if (scheduled || !queue.length) return;
    scheduled = true;
    queueMicrotask(drain);
  };
  const drain = (): void => {
    scheduled = false;
    try {
      for (let next = queue.shift(); next && !closed; next = queue.shift()) listener(next.type, next.object);
    } finally {
      if (!closed) schedule();
    }
  };
  const subscription = storage.subscribe((change) => {
    if (change.storage !== name) return;
    queue.push(change);
    schedule();
  });
  schedule();
  return {
    [Symbol.dispose]: () => {
      closed = true;
      subscription[Symbol.dispose]();
    },
  };
}
