import type { AcceptedDifference } from '../../accepted-difference.ts';

const unready = [
  'a side-car whose startup probe holds the pod up',
  'a readiness probe over HTTP that fails',
  'a readiness probe by a port that has no name',
  'a readiness probe by TCP that is refused',
  'a readiness probe by command that fails',
  'a readiness probe by a command that is not in the image',
  'a readiness probe by gRPC that nobody answers',
  'a startup probe holds back readiness',
];

/** What pods on embedded nodes show otherwise than on real ones. */
export const nodeDifferences: readonly AcceptedDifference[] = unready.map((name) => ({
  case: `on nodes: life of containers: ${name}`,
  environment: 'embedded',
  real: 'Conditions Ready and ContainersReady name the containers that are not ready.',
  ours: 'Their messages go on with the probe that holds the container up and what it heard last.',
  reason:
    'Delays are compressed, so that events of a probe that fails may not have come when a run is judged; the message lets a report name the probe. Reasons and statuses are the same.',
}));
