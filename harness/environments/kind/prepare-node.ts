import { relayAddress, relayTurnedPort } from '../relay/relay-address.ts';

/** Runs a POSIX shell script as root in a node, as `docker exec` does; gives what it printed, throws when it fails. */
export type RunInNode = (script: string) => Promise<string>;

const file = '/etc/pii-harness-resolv.conf';
const chain = 'PII-HARNESS';
/** HTTPS, HTTP and DNS have listeners of their own. */
const ownPorts = '443,80,53';
const turned = `${relayAddress}:${relayTurnedPort}`;

/**
 * kubelet gives every pod it makes from now on the relay as the outside world's name server. What was there before (kube-proxy,
 * the pod network) keeps the node's own, because it must find the control plane while there is no relay: so those are waited
 * for. CoreDNS was there before too and is what most pods ask: its copy is changed in place, SIGUSR1 makes it read it again.
 * containerd keeps the node's own as well, for images.
 *
 * What pods send to an address, or to another port than the relay's own, is turned to it as well: it would leave unseen. Not so what
 * stays in the cluster: pods and Services (kind's ranges), the nodes. The machine behind the gateway is outside. Of what has the
 * node's address, hostNetwork pods and the node itself, only what is for the relay's address: images are the node's business.
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
set -- $(ip -4 route show default)
gateway=$3 device=$5
nat() { iptables --wait --table nat "$@"; }
nat --new-chain ${chain} 2>/dev/null || nat --flush ${chain}
nat --append ${chain} -p tcp --destination ${relayAddress} --match multiport --dports ${ownPorts} --jump RETURN
nat --append ${chain} -p tcp --destination "$gateway" --jump DNAT --to-destination ${turned}
for inside in 127.0.0.0/8 10.244.0.0/16 10.96.0.0/16 $(ip -4 route show dev "$device" scope link | cut -d ' ' -f 1); do
  nat --append ${chain} --destination "$inside" --jump RETURN
done
nat --append ${chain} -p tcp --jump DNAT --to-destination ${turned}
jump() { nat --check "$@" 2>/dev/null || nat --append "$@"; }
jump PREROUTING -p tcp ! --in-interface "$device" --jump ${chain}
jump OUTPUT -p tcp --destination ${relayAddress} --jump ${chain}
`;

/** Makes names of the outside world lead pods of a kind node to the relay. Safe to repeat; throws what `run` throws. */
export async function prepareNode(run: RunInNode): Promise<void> {
  await run(script);
}
