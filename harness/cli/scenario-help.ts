import { isPackaged } from '../project-paths.ts';
import { wrap } from '../report/wrap.ts';
import { defaultArtifacts, defaultSeed } from './flag-values.ts';
import { scenarioNames } from './scenario-files.ts';

/** What `npm run scenario -- --help` prints. */
export async function scenarioHelp(): Promise<string> {
  const names = await scenarioNames();
  return `Runs scenarios against the pipeline Qtap, S3, Pulse, QScan, in a cluster in
this process (embedded) or a real one.

  npm run scenario sampling
  npm run scenario sampling -- --manifests deploy/ --snapshot snapshot.yaml
  npm run scenario sampling -- --environment kind --reuse
  npm run scenario outages -- --artifacts 10000
  npm run scenario list
  npm run scenario describe sampling
  npm run scenario compare embedded.json kind.json
  npm run scenario -- --all
  npm run scenario -- --coverage

${isPackaged ? '' : `Flags stand behind "--", or npm takes them for itself.\n\n`}Which scenarios, in the place of names:

  list                shows what there are, with their tags
  describe NAME       what a scenario does, and which rows of the failure
                      catalogue it catches
  compare FILE FILE   whether two reports of --json say the same of each
                      scenario, trial and line: of kind and of embedded; what
                      was left out is listed with the reason, what differs is
                      red. Further files are parts of the second (--shard)
  --all               runs all of them, two at once where each has a cluster of
                      its own; the details of a run are shown where it is red
  --tag NAME          those with the tag; may be repeated, also for list
  --shard 1/4         of them the first of four parts, which take about as long
  --repeat N          each N times; red ones are counted, and shown with their
                      seeds ("--seed random" draws one for each)
  --coverage          shows the failure catalogue against what ran: which
                      scenario catches a row, and how. Red where a row is
                      missing. Without names all scenarios run

Of a run:

  --manifests DIR     your Qtap and QScan manifests: a folder of YAML or JSON,
                      or one file, for example what "helm template" printed
  --snapshot FILE     your config snapshot, as Qplane shows it under Settings,
                      Deploy, Snapshot
  --secrets FILE      Secret manifests that are not among the manifests;
                      \${registrationToken}, \${accessKeyId} and
                      \${secretAccessKey} stand for the run's own
  --image PATTERN=ROLE
                      images whose name holds PATTERN (* matches anything) run
                      as the stand-in ROLE: qtap, qscan or idle (which takes any
                      command, also one that the image has not); may be repeated
  --seed N            seed of the run (default ${defaultSeed}); "random" draws one
  --artifacts N       of outages: how many artifacts go through them (default
                      ${defaultArtifacts})
  --keep              keep the cluster after the verdict, print how to reach it,
                      and wait for Ctrl-C
  --json FILE         write the whole report as JSON
  --junit FILE        write a report as JUnit XML: a suite a scenario, a case a
                      step, trial or line of the verdict
  --evidence DIR      write what a red run leaves to look at: pods, events,
                      logs, the Edge's journal, and what the environment adds
  --real-time         true timing of probes and back-off
  --help              this text

  --environment NAME  embedded (default): no Docker, no root, no network;
                      kind: a kind cluster and LocalStack in containers, needs
                      Docker and the kind command;
                      existing: a cluster and a bucket that you have

Of embedded:

  --nodes N           nodes of the cluster, 4 CPU and 16 GiB each (default 1)
  --node SPEC         one more node, as cpu=8,memory=32Gi,label=zone=a,
                      taint=team=a:NoSchedule; may be repeated

Of kind:

  --reuse             keep cluster and LocalStack for the next run, and use
                      those that were kept; "npm run clean" removes them
  --node SPEC         the node that your manifests are made for, as
                      cpu=8,memory=32Gi (default cpu=4,memory=16Gi): requests
                      are scaled to the real one, as the report's diff shows
  --kind-image NAME, --localstack-image NAME
                      instead of the pinned images

Of kind and existing:

  --images WHAT       stand-in: the harness's own agents run (default of kind);
                      real: what the manifests name, pulled by the nodes
                      (default of existing)
  --qtap-image NAME, --qscan-image NAME
                      run this image for every one of that agent

Of existing:

  --bucket NAME       the bucket that your snapshot and QScan name
  --stand-in-images REPOSITORY
                      where the cluster pulls the run's own traffic from (and
                      the stand-ins), as registry.example/pii-harness;
                      "npm run images -- REPOSITORY --push" puts them there
  --context NAME      of your kubeconfig (default: the current one)
  --namespace NAME    the one namespace of the run; it has to be there (default:
                      as the manifests say, else qpoint)
  --s3-endpoint URL   a store that stands in for S3 (LocalStack, MinIO); without
                      it the agents' requests go to S3 as they signed them
  --allow-production CONTEXT
                      a context that is named like production is meant
  --dry-run           show what would be made, changed, left and removed, and
                      what the API server says to it; nothing is changed

In a workflow of GitHub's (GITHUB_ACTIONS=true) a red run is an annotation too,
and the summary of the job gets a table.

Exit: 0 green, 1 red, 2 wrong use or unreadable input, 3 no environment,
130 interrupted.

${wrap(`Scenarios: ${names.join(', ')}`, 80).join('\n')}
Yours are looked for as scenarios/NAME.scenario.ts (.mts, .js, .mjs) in the
working folder, before the harness's of that name; the path of a file does too.
`;
}
