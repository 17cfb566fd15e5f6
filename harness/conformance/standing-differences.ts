/** A way in which the embedded environment is not the real one that no case of the suite asks about. */
export interface StandingDifference {
  readonly about: string;
  readonly real: string;
  readonly ours: string;
  readonly reason: string;
}

const surface = 'Outside what a deployment of this pipeline touches.';

export const standingDifferences: readonly StandingDifference[] = [
  {
    about: 'names outside the cluster',
    real: 'each has addresses of its own',
    ours: 'all have 198.51.100.1, behind which the Edge is',
    reason:
      'The Edge must see every host, an unknown one too. A NetworkPolicy is judged by that address: one that lists the ranges of AWS drops what it would let through.',
  },
  {
    about: 'name server',
    real: 'CoreDNS pods in kube-system',
    ours: 'the pod network answers; to NetworkPolicies it is a pod with label k8s-app=kube-dns',
    reason: 'A process less, and policies that forget DNS are still caught.',
  },
  {
    about: 'NetworkPolicy ingress',
    real: 'enforced by the CNI',
    ours: 'stored; egress is enforced, look-ups too',
    reason: 'What reaches the agents is the kubelet and the workload; what they reach is under test.',
  },
  {
    about: 'images',
    real: 'pulled from a registry',
    ours: 'a table of names, each with a stand-in; another name is ErrImagePull, with a hint how to name a stand-in',
    reason: 'Nothing is downloaded. The hint tells what to do next.',
  },
  {
    about: 'images that --image names idle',
    real: 'a command that the image has not is StartError',
    ours: 'any command idles',
    reason: 'What is in them nobody has said.',
  },
  {
    about: 'whole numbers beyond 2^53',
    real: 'exact',
    ours: 'taken where they fit into 64 bits, rounded to what a double holds',
    reason: surface,
  },
  {
    about: 'numbers in JSON and merge patches',
    real: '1.0 is no whole number',
    ours: '1.0 is 1; in objects that are sent whole it is refused',
    reason: 'Clients write what their language prints.',
  },
  {
    about: 'kubectl exec',
    real: 'any executable of the image, a pseudo-terminal with -t',
    ours: 'the executables that the table of images lists; others are not found, so kubectl cp fails for want of tar; -t is a line discipline, isTTY is false',
    reason: 'Images are stand-ins, and Node has no pseudo-terminal.',
  },
  {
    about: 'kubectl attach -i',
    real: 'input reaches the process',
    ours: 'input is dropped; output beyond 1 MiB that a client does not read is dropped',
    reason: "Containers' processes have no standard input, and none waits for who looks on.",
  },
  {
    about: 'kubectl debug POD',
    real: 'an ephemeral container',
    ours: 'refused: ephemeral containers are disabled for this cluster',
    reason: 'Containers are processes with a place of their own; none is shared.',
  },
  {
    about: 'kubectl top',
    real: 'figures, where a metrics server runs',
    ours: 'error: Metrics API not available',
    reason: 'As on a cluster without a metrics server.',
  },
  {
    about: 'kubectl explain',
    real: 'prose of each field',
    ours: 'types and structure without prose',
    reason: 'The OpenAPI document is kept without its prose: 100 kB instead of 10 MB.',
  },
  {
    about: 'kinds of other groups',
    real: 'ReplicationController, ComponentStatus, APIService, autoscaling/v1, RuntimeClass, CSI kinds, certificates, flow control, dynamic resources, IP addresses, configurations of webhooks and admission policies',
    ours: 'not served: the server does not have the resource type',
    reason: surface,
  },
  {
    about: 'CustomResourceDefinitions',
    real: 'CEL rules and conversion webhooks run; patterns are RE2',
    ours: 'CEL rules are stored, conversion changes apiVersion only, patterns are JavaScript; no protobuf bodies',
    reason: surface,
  },
  {
    about: 'service account tokens',
    real: 'RS256; token Secrets never expire',
    ours: 'ES256; token Secrets last ten years',
    reason: 'A key of RSA takes longer to make than the whole environment takes to start.',
  },
  {
    about: 'bootstrap roles',
    real: 'about 130 objects',
    ours: '31: those that people and agents can need',
    reason: 'There are no control-plane components that use the others.',
  },
  {
    about: 'AppArmor',
    real: 'as the node has it: without it pods that name a profile are refused, as on kind here',
    ours: 'a node that has it, and no profile of its own: RuntimeDefault runs, Localhost is CreateContainerError',
    reason: 'Nodes in the cloud differ; what every one of them lacks is found.',
  },
  {
    about: 'failed pods of a ReplicaSet or StatefulSet',
    real: 'made anew at once, without end',
    ours: 'made anew at growing distances, as those of a DaemonSet',
    reason: 'A pod that its node refuses would fill the cluster within seconds.',
  },
  {
    about: 'Endpoints of a Service without selector',
    real: 'mirrored into EndpointSlices',
    ours: 'stored; who wants traffic makes the EndpointSlice',
    reason: surface,
  },
  {
    about: 'scheduler',
    real: 'weighted scores; preemption spares disruption budgets',
    ours: 'the least loaded node; preemption by priority alone',
    reason: 'What a manifest gets wrong shows in where a pod cannot go, not in where it goes.',
  },
  {
    about: 'Jobs',
    real: 'backoffLimitPerIndex and successPolicy',
    ours: 'stored, not evaluated',
    reason: surface,
  },
  {
    about: 'volumes',
    real: 'any provisioner, WaitForFirstConsumer',
    ours: 'hostPath and local, and class standard, bound at once',
    reason: surface,
  },
  {
    about: 'delays of a pod',
    real: 'pass',
    ours: 'cost no real time and change no verdict; back-off and dropped connections wait a hundredth',
    reason: 'A run takes seconds. --real-time keeps them.',
  },
  {
    about: 'users of containers',
    real: 'processes run as them',
    ours: 'checked and recorded, not switched',
    reason: 'An ordinary user cannot become another.',
  },
  {
    about: 'IAM',
    real: 'managed policies, roles, groups by API, MFA, tags; another wait for changes to arrive',
    ours: 'users, access keys and inline policies, at once; InvalidAction for the rest',
    reason: "The guide's second step needs no more.",
  },
  {
    about: 'region of a signature for IAM and STS',
    real: 'us-east-1 for IAM',
    ours: 'any',
    reason: 'With --endpoint-url the client signs with its own region.',
  },
  {
    about: 'S3 Object Lock, analytics, inventory, restore, select, torrent',
    real: 'there',
    ours: 'refused: NotImplemented, and what a bucket without a lock answers',
    reason: surface,
  },
  {
    about: 'S3 ACLs',
    real: 'grant access in buckets that enable them',
    ours: 'kept and returned, grant nothing',
    reason: 'Off by default since 2023.',
  },
  {
    about: 'S3 encryption',
    real: 'objects are encrypted; their ETag is no MD5 with KMS or a customer key',
    ours: 'headers and checks are, bytes are not; the ETag is the MD5',
    reason: 'Nothing leaves the machine.',
  },
];
