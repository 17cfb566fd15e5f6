import type {
  V1PodDisruptionBudget,
  V2HorizontalPodAutoscaler,
  V2MetricSpec,
  V2MetricStatus,
  V2MetricTarget,
  V2MetricValueStatus,
} from '@kubernetes/client-node';
import type { Wire } from '../../wire.ts';
import type { Cells } from '../cells.ts';
import { age, cellsFor, none, unset } from '../formats.ts';

/** How many metrics are printed before the rest is counted. */
const shown = 2;

export const scalingCells: Readonly<Record<string, Cells>> = {
  'horizontalpodautoscalers.autoscaling': cellsFor<Wire<V2HorizontalPodAutoscaler>>((object) => {
    const { spec, status } = object;
    return [
      object.metadata.name,
      `${spec?.scaleTargetRef.kind}/${spec?.scaleTargetRef.name}`,
      metrics(spec?.metrics ?? [], status?.currentMetrics ?? []),
      spec?.minReplicas === undefined ? unset : String(spec.minReplicas),
      spec?.maxReplicas,
      status?.currentReplicas ?? 0,
      age(object),
    ];
  }),
  'poddisruptionbudgets.policy': cellsFor<Wire<V1PodDisruptionBudget>>((object) => [
    object.metadata.name,
    String(object.spec?.minAvailable ?? 'N/A'),
    String(object.spec?.maxUnavailable ?? 'N/A'),
    object.status?.disruptionsAllowed ?? 0,
    age(object),
  ]),
};

/** Source: `formatHPAMetrics`. */
function metrics(specs: readonly Wire<V2MetricSpec>[], statuses: readonly Wire<V2MetricStatus>[]): string {
  if (!specs.length) return none;
  const texts = specs.slice(0, shown).map((spec, index) => metric(spec, statuses[index]));
  const more = specs.length > shown ? ` + ${specs.length - shown} more...` : '';
  return texts.join(', ') + more;
}

function metric(spec: Wire<V2MetricSpec>, status: Wire<V2MetricStatus> | undefined): string {
  switch (spec.type) {
    case 'External':
      return amount(spec.external?.target, status?.external?.current);
    case 'Object':
      return amount(spec.object?.target, status?.object?.current);
    case 'Pods':
      return `${status?.pods?.current.averageValue ?? '<unknown>'}/${spec.pods?.target.averageValue ?? 0}`;
    case 'Resource':
      return `${spec.resource?.name}: ${use(spec.resource?.target, status?.resource?.current)}`;
    case 'ContainerResource':
      return `${spec.containerResource?.name}: ${use(spec.containerResource?.target, status?.containerResource?.current)}`;
    default:
      return '<unknown type>';
  }
}

type Target = Wire<V2MetricTarget> | undefined;
type Current = Wire<V2MetricValueStatus> | undefined;

function amount(target: Target, current: Current): string {
  if (target?.averageValue !== undefined) return `${current?.averageValue ?? '<unknown>'}/${target.averageValue} (avg)`;
  return `${current ? (current.value ?? 0) : '<unknown>'}/${target?.value ?? 0}`;
}

function use(target: Target, current: Current): string {
  if (target?.averageValue !== undefined) return `${current?.averageValue ?? '<unknown>'}/${target.averageValue}`;
  const percent = (value: number | undefined) => (value === undefined ? undefined : `${value}%`);
  return `${percent(current?.averageUtilization) ?? '<unknown>'}/${percent(target?.averageUtilization) ?? '<auto>'}`;
}
