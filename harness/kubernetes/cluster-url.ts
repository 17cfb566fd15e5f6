/** URL of a path at an API server, which a gateway may hold below a path of its own: `https://rancher.example/k8s/clusters/c-1`. */
export function clusterUrl(server: string, path: string): URL {
  return new URL(`${server.replace(/\/+$/, '')}${path}`);
}
