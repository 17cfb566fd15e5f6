import { isJsonObject, type Json, setField } from '../objects/json.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { ScalePaths } from './custom-kind.ts';
import { jsonPathValues, parseJsonPath } from './json-path.ts';

export interface ScaleView {
  readonly replicas: number;
  readonly statusReplicas: number;
  readonly selector: string | undefined;
}

/** What the `scale` sub-resource of a custom resource shows; what is not there counts as none. */
export function readCustomScale(paths: ScalePaths, object: KubeObject): ScaleView {
  const at = (path: string | undefined): Json | undefined => {
    const steps = path === undefined ? undefined : parseJsonPath(path);
    return steps && jsonPathValues(steps, object as unknown as Json)[0];
  };
  const selector = at(paths.labelSelectorPath);
  return {
    replicas: Number(at(paths.specReplicasPath) ?? 0),
    statusReplicas: Number(at(paths.statusReplicasPath) ?? 0),
    selector: typeof selector === 'string' ? selector : undefined,
  };
}

/** Sets the wanted number in a copy of a custom resource. */
export function writeCustomReplicas({ specReplicasPath }: ScalePaths, copy: KubeObject, replicas: number): void {
  const fields = specReplicasPath.split('.').slice(1);
  const last = fields.pop() ?? '';
  let place: object = copy;
  for (const field of fields) {
    const inner = (place as Record<string, unknown>)[field] as Json | undefined;
    const next = isJsonObject(inner) ? inner : {};
    setField(place, field, next);
    place = next;
  }
  setField(place, last, replicas);
}
