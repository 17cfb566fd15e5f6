/**
 * The cluster's name server as policies see it. No pod runs it here: the pod network answers look-ups itself, as CoreDNS
 * would. Labels and ports are those of kubeadm's CoreDNS Deployment.
 */
export const clusterDns = {
  ip: '10.244.255.53',
  port: 53,
  namespace: 'kube-system',
  labels: { 'k8s-app': 'kube-dns' },
  ports: new Map([
    ['dns', 53],
    ['dns-tcp', 53],
  ]),
} as const;
