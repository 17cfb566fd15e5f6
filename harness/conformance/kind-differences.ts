/** What a run on kind does otherwise than one on the embedded environment. */
export interface KindDifference {
  readonly about: string;
  readonly embedded: string;
  readonly kind: string;
  readonly reason: string;
}

/** What no test compares: the faults of `samplingFaults` must not differ. */
export const kindDifferences: readonly KindDifference[] = [
  {
    about: 'NetworkPolicy egress',
    embedded: 'dropped in the pod network: a connection or a look-up gets no answer in time',
    kind: 'broken off at the Edge, also for a pod that may not look names up; what a pod network drops by itself (kindnet, which kind’s own images have since 0.24) never gets there, and is told by what the agents say of it. Seen with the lab’s image, whose network drops nothing',
    reason:
      'A pod network need not enforce policies, and does not say whether it does. The same code judges what gets to the Edge, with the same sentence.',
  },
  {
    about: 'a Service’s name before it has endpoints',
    embedded:
      'leads to the Edge when what the search list makes of it is nobody’s (`first.group`), for the moment until the endpoints are there',
    kind: 'the same for seconds: endpoints are slower there. One case of the conformance suite differs by it on a run’s own cluster',
    reason: 'Every name that is not the cluster’s belongs to the outside world, so that an unknown host is seen.',
  },
  {
    about: 'addresses without a name',
    embedded: 'all of the outside world is the Edge',
    kind: 'the same for pods, on every TCP port, the machine itself included; a hostNetwork pod that dials an address instead of a name is not seen, nor is UDP but DNS',
    reason: 'A hostNetwork pod has the address of its node, whose own traffic (images) must go out.',
  },
  {
    about: 'nodes',
    embedded: 'one of 4 CPU and 16 GiB, or as --nodes and --node say',
    kind: 'a control plane and a worker as large as the machine; requests are scaled from the declared node to the worker, and a limit below its scaled request grows to it: there a container may live that is killed for memory at its limit elsewhere',
    reason:
      'What fits the declared node fits the real one, and what does not stays Pending. The diff of the overlay shows it.',
  },
  {
    about: 'delays of a pod',
    embedded: 'cost no real time: the kubelet counts them',
    kind: 'startup and readiness probes ask as often as a second allows, with as many more failures allowed; liveness probes and grace periods are as written',
    reason: 'A real kubelet counts whole seconds of its own. --real-time leaves probes as they are.',
  },
  {
    about: 'crash back-off of containers',
    embedded: 'shows its nominal length, from 10 s on, and waits a hundredth of it',
    kind: 'is 1 s and says so: the conformance suite asked of a run’s own cluster differs in the cases that fail again and again (`npm run conformance -- --kubeconfig`), so it asks a cluster as kind makes it',
    reason: 'A crash loop must not cost minutes. The kubelet’s own setting is in `kind/cluster.yaml`.',
  },
  {
    about: 'a pod that does not become ready',
    embedded: 'red after 8 s',
    kind: 'red after 45 s',
    reason: 'A real kubelet starts containers one after the other, on a machine that others use.',
  },
  {
    about: 'rights of nodes',
    embedded: 'none are asked for: the kubelet is in this process',
    kind: 'a node may read every pod, ConfigMap and Secret, not only those of its own pods',
    reason:
      'A busy API server hears of a pod later than the kubelet does, and a kubelet that it refused for that asks again a second later.',
  },
  {
    about: 'images',
    embedded: 'a table of names; a name that nobody knows is ErrImagePull',
    kind: 'stand-ins loaded under the names of the manifests, imagePullPolicy IfNotPresent for those; another name is pulled, and its ErrImagePull is the registry’s',
    reason: 'Nodes must not ask a registry for what was loaded. The sentence and its hint are the same.',
  },
  {
    about: 'object store',
    embedded: 'in this process',
    kind: 'LocalStack; signatures and IAM policies are judged at the Edge by the same code before a request goes on to it',
    reason: 'LocalStack lets every key in. So a wrong key or a missing policy is refused with the same words.',
  },
  {
    about: 'users of containers',
    embedded: 'checked and recorded, not switched',
    kind: 'switched; file modes and capabilities count',
    reason: 'These are real containers.',
  },
];
