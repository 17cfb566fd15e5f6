/** What `npm run environment -- --help` prints. */
export const environmentHelp = `Starts an embedded environment alone: a Kubernetes cluster, an object store with
IAM, and the Edge with Qplane and Pulse. It prints how to reach each of them and
stays until Ctrl-C, or SIGTERM; what it made goes with it.

  npm run environment
  npm run environment -- --nodes 3 --json

Flags stand behind "--", or npm takes them for itself.

  --json              one line of JSON on standard output instead of the text:
                      kubeconfig, s3.endpoint, s3.region, s3.accessKeyId,
                      s3.secretAccessKey, edge.address (host:port), edge.ca (a
                      PEM file), registrationToken, push.channel, push.key
  --snapshot FILE     the config snapshot that Qplane serves, and whose bucket
                      decides the region (default: fixtures/snapshots). Save it
                      changed, and agents are told
  --image PATTERN=ROLE
                      images whose name holds PATTERN (* matches anything) run
                      as the stand-in ROLE: qtap, qscan or idle; may be repeated.
                      idle takes any command, also one that the image has not
  --nodes N           nodes of the cluster, 4 CPU and 16 GiB each (default 1);
                      the guide's QScan asks for 12 GiB, so its roll-out takes 2
  --node SPEC         one more node, as cpu=8,memory=32Gi,label=zone=a,
                      taint=team=a:NoSchedule; may be repeated
  --seed N            seed of the stand-ins' decisions; "random" draws one
  --real-time         true timing of probes, back-off and the agents' durations
  --help              this text

Exit: 0 stopped, 2 wrong use or unreadable input, 3 no environment.
`;
