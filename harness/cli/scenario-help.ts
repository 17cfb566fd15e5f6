import { defaultSeed } from './flag-values.ts';
import { scenarioNames } from './scenario-files.ts';

/** What `npm run scenario -- --help` prints. */
export async function scenarioHelp(): Promise<string> {
  const names = await scenarioNames();
  return `Runs scenarios against the pipeline Qtap, S3, Pulse, QScan in an embedded
cluster.

  npm run scenario ${names[0]}
  npm run scenario ${names[0]} -- --manifests deploy/ --snapshot snapshot.yaml

Flags stand behind "--", or npm takes them for itself.

  --manifests DIR     your Qtap and QScan manifests: a folder of YAML or JSON,
                      or one file, for example what "helm template" printed
  --snapshot FILE     your config snapshot, as Qplane shows it under Settings,
                      Deploy, Snapshot
  --secrets FILE      Secret manifests that are not among the manifests;
                      \${registrationToken}, \${accessKeyId} and
                      \${secretAccessKey} stand for the run's own
  --image PATTERN=ROLE
                      images whose name holds PATTERN (* matches anything) run
                      as the stand-in ROLE: qtap, qscan or idle; may be repeated.
                      idle takes any command, also one that the image has not
  --seed N            seed of the run (default ${defaultSeed}); "random" draws one
  --nodes N           nodes of the cluster, 4 CPU and 16 GiB each (default 1)
  --node SPEC         one more node, as cpu=8,memory=32Gi,label=zone=a,
                      taint=team=a:NoSchedule; may be repeated
  --keep              keep the cluster after the verdict, print how to reach it,
                      and wait for Ctrl-C
  --json FILE         write the whole report as JSON
  --real-time         true timing of probes and back-off
  --help              this text

Exit: 0 green, 1 red, 2 wrong use or unreadable input, 3 no environment,
130 interrupted.

Scenarios: ${names.join(', ')}
`;
}
