import { relayAddress } from '../relay/relay-address.ts';

/** Runs a POSIX shell script as root in a node, as `docker exec` does; gives what it printed, throws when it fails. */
export type RunInNode = (script: string) => Promise<string>;

const file = '/etc/pii-harness-resolv.conf';

/**
 * kubelet gives every pod it makes from now on the relay as the outside world's name server. What was there before (kube-proxy,
 * the pod network) keeps the node's own, because it must find the control plane while there is no relay: so those are waited
 * for. CoreDNS was there before too and is what most pods ask: its copy is changed in place, SIGUSR1 makes it read it again.
 * containerd keeps the node's own as well, for images.
 */
const script = `
set -eu
config=/var/lib/kubelet/config.yaml
tries=0
until pgrep -x kube-proxy >/dev/null && ls /etc/cni/net.d/*.conflist >/dev/null 2>&1; do
  tries=$((tries + 1))
  [ $tries -lt 300 ] || { echo "kube-proxy or the pod network did not start within 60 s" >&2; exit 1; }
  sleep 0.2
done
printf 'nameserver ${relayAddress}\\n' >${file}
if ! grep -q '^resolvConf: ${file}$' "$config"; then
  { grep -v '^resolvConf:' "$config"; echo 'resolvConf: ${file}'; } >"$config.new"
  mv "$config.new" "$config"
  systemctl restart kubelet
fi
changed=
for name in $(grep -ls '^coredns-' /var/lib/containerd/*/sandboxes/*/hostname || true); do
  copy="\${name%/hostname}/resolv.conf"
  cmp -s ${file} "$copy" && continue
  cat ${file} >"$copy"
  changed=yes
done
[ -z "$changed" ] || pkill -USR1 -x coredns || true
`;

/** Makes names of the outside world lead pods of a kind node to the relay. Safe to repeat; throws what `run` throws. */
export async function prepareNode(run: RunInNode): Promise<void> {
  await run(script);
}
