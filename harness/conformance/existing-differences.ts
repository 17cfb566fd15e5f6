/** What a run in a cluster of somebody's does otherwise than one on the embedded environment. */
export interface ExistingDifference {
  readonly about: string;
  readonly embedded: string;
  readonly existing: string;
  readonly reason: string;
}

/** What no test compares. */
export const existingDifferences: readonly ExistingDifference[] = [
  {
    about: 'hosts that neither the products nor a file name',
    embedded: 'lead to the Edge, like every name outside the cluster',
    existing:
      'are asked of the cluster’s own resolver, and a call to one is not seen: “no leak” and “stays yours” speak of the others',
    reason: 'Host aliases know no wildcards, and the cluster’s DNS is not the run’s to change.',
  },
  {
    about: 'connections that a NetworkPolicy drops',
    embedded: 'are seen, and told by policy and host',
    existing: 'are not seen; what the agents say of them tells',
    reason: 'Only the pod network knows, and none says it in the same way.',
  },
  {
    about: 'a pod that does not become ready',
    embedded: 'red after 8 s',
    existing: 'red after 180 s, with real images or --real-time after 900 s',
    reason: 'Nodes pull images and have other things to do; a real scanner loads its models.',
  },
  {
    about: 'requests and limits',
    embedded: 'as they stand, on nodes of the declared size',
    existing: 'as they stand, on the nodes that are there',
    reason: 'They are the nodes that the manifests are for. On kind requests are scaled.',
  },
  {
    about: 'agents',
    embedded: 'stand-ins',
    existing:
      'what the manifests name, unless --images stand-in; of the clock that the overlay gives each pod (E2E_TIME_SCALE) a real one knows nothing',
    reason: 'A cluster of somebody’s can pull them.',
  },
  {
    about: 'Secrets',
    embedded: 'made by the run unless the manifests hold them',
    existing:
      'used as they are where the namespace has them, and not read: the first registration token that an agent shows is taken for the one that is meant, a second is refused',
    reason: 'Nobody grants a harness to read what others keep there.',
  },
  {
    about: 'cluster-scoped objects of the manifests',
    embedded: 'applied',
    existing: 'not applied; they have to be there',
    reason: 'A run makes nothing outside its namespace.',
  },
  {
    about: 'object store',
    embedded: 'in this process, which judges keys and rights',
    existing:
      'S3 itself judges what the agents signed; before a store that --s3-endpoint names the harness judges, as on kind',
    reason: 'The key, its rights and the bucket’s policy are what is tested.',
  },
];
