/** Minor versions of Kubernetes 1 that matter to a node image. */
export const kubernetesMinor = {
  /** Source: https://kind.sigs.k8s.io/docs/user/known-issues (cgroup v1), Kubernetes 1.35 release notes: `failCgroupV1`. */
  refusesCgroupV1: 35,
} as const;

/** Minor version in a node image's tag (`kindest/node:v1.34.4@sha256:…`); undefined for a tag that names none. */
export function minorOfTag(image: string): number | undefined {
  const minor = /:v?1\.(\d+)(\.\d+)?([-@].*)?$/.exec(image)?.[1];
  return minor === undefined ? undefined : Number(minor);
}
