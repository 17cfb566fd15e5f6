import type { ClusterNetwork } from '../network/cluster-network.ts';
import { startAutoscalerController } from './autoscaler-controller.ts';
import { type ControllerContext, disposeAll } from './controller-context.ts';
import { startCronJobController } from './cron-job-controller.ts';
import { startDaemonSetController } from './daemon-set-controller.ts';
import { startDeploymentController } from './deployment-controller.ts';
import { startDisruptionController } from './disruption-controller.ts';
import { startEndpointsController } from './endpoints-controller.ts';
import { startEphemeralVolumeController } from './ephemeral-volume-controller.ts';
import { startJobController } from './job-controller.ts';
import { startNodeTaintController } from './node-taint-controller.ts';
import { startPodGarbageController } from './pod-garbage-controller.ts';
import { startProtectionController } from './protection-controller.ts';
import { startReplicaSetController } from './replica-set-controller.ts';
import { startServiceController } from './service-controller.ts';
import { startStatefulSetController } from './stateful-set-controller.ts';
import { startTaintEvictionController } from './taint-eviction-controller.ts';
import { startVolumeController } from './volume-controller.ts';

/** What a cluster's controller manager does here. */
export function startControllers(context: ControllerContext, network: ClusterNetwork): Disposable {
  return disposeAll(
    startDeploymentController(context),
    startReplicaSetController(context),
    startDaemonSetController(context),
    startStatefulSetController(context),
    startJobController(context),
    startCronJobController(context),
    startServiceController(context, network),
    startEndpointsController(context),
    startDisruptionController(context),
    startAutoscalerController(context),
    startVolumeController(context),
    startEphemeralVolumeController(context),
    startPodGarbageController(context),
    startProtectionController(context),
    startNodeTaintController(context),
    startTaintEvictionController(context),
  );
}
