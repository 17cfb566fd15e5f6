import type { ClusterNetwork } from '../network/cluster-network.ts';
import { type ControllerContext, disposeAll } from './controller-context.ts';
import { startDaemonSetController } from './daemon-set-controller.ts';
import { startDeploymentController } from './deployment-controller.ts';
import { startJobController } from './job-controller.ts';
import { startReplicaSetController } from './replica-set-controller.ts';
import { startServiceController } from './service-controller.ts';

/** What a cluster's controller manager does here: Deployments, ReplicaSets, DaemonSets, Jobs and Services. */
export function startControllers(context: ControllerContext, network: ClusterNetwork): Disposable {
  return disposeAll(
    startDeploymentController(context),
    startReplicaSetController(context),
    startDaemonSetController(context),
    startJobController(context),
    startServiceController(context, network),
  );
}
