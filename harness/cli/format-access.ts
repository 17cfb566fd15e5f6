import { pulseHosts, qplaneHost, realtimeHost, warehouseHost, warehouseS3Host } from '../edge/hosts.ts';
import type { EnvironmentAccess } from './environment-access.ts';

export interface AccessDetails {
  readonly access: EnvironmentAccess;
  /** A file for a shell to read: `KUBECONFIG`, `AWS_*`, `EDGE`, `EDGE_CA`, `REGISTRATION_TOKEN` and `ABLY_*`. */
  readonly variables: string;
  /** Whose the registration token is. */
  readonly orgId: string;
  /** The file that Qplane serves. */
  readonly snapshot: string;
  /** The bucket that the snapshot names, and a file with the guide's policy for it; undefined where it names none. */
  readonly bucket: { readonly name: string; readonly policyFile: string } | undefined;
}

/** What a person needs to use an environment, as lines that can be copied. */
export function formatAccess({ access, variables, orgId, snapshot, bucket }: AccessDetails): string[] {
  const { kubeconfig, s3, edge, registrationToken, push } = access;
  const aws = 'aws --endpoint-url "$AWS_ENDPOINT_URL"';
  const curl = 'curl --cacert "$EDGE_CA" --connect-to "::$EDGE"';
  return [
    `  . ${variables}`,
    '',
    `Kubernetes  ${kubeconfig}`,
    '  kubectl get nodes',
    '',
    `S3 and IAM  ${s3.endpoint}, region ${s3.region}, keys that may do everything`,
    `  ${aws} s3 ls`,
    '',
    `Edge        ${edge.address}, its CA in ${edge.ca}`,
    '  Every outside name that a pod calls leads there, and so does any name from here:',
    `  ${curl} https://HOST/`,
    ...hostTable(s3.region, bucket?.name),
    '',
    `Qplane      knows one registration token: ${registrationToken}`,
    `  ${curl} -H "Authorization: Bearer $REGISTRATION_TOKEN" \\`,
    `    "https://${qplaneHost}/deploy/config?version=v2"`,
    `  It serves ${snapshot}`,
    `  and announces each change of it on ${push.channel}, to Ably's libraries:`,
    ...ablyCalls,
    '',
    'Pulse       speaks Connect, gRPC and gRPC-Web on one port. grpcurl and Go 1.24',
    '  are yours to install. Each of these calls is told',
    `  {"orgId": "${orgId}", "service": "qscan"}`,
    ...pulseCalls,
    '',
    'A pipeline, as the setup guide builds it:',
    ...(bucket === undefined ? ['  set -- "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY"'] : storageSteps(aws, bucket)),
    '  kubectl create namespace qpoint',
    '  kubectl label namespace qpoint pod-security.kubernetes.io/enforce=privileged',
    '  kubectl create secret generic qpoint-token -n qpoint \\',
    '    --from-literal=REGISTRATION_TOKEN="$REGISTRATION_TOKEN"',
    '  kubectl create secret generic qpoint-s3 -n qpoint \\',
    '    --from-literal=AWS_ACCESS_KEY_ID="$1" --from-literal=AWS_SECRET_ACCESS_KEY="$2"',
    '  kubectl apply -f fixtures/manifests',
    '  kubectl rollout status -n qpoint deployment/qscan',
    '  kubectl port-forward -n qpoint deployment/qscan 8080:8080',
  ];
}

/** In JavaScript and in Go; the second downloads what it needs, once. */
const ablyCalls = [
  `  NODE_EXTRA_CA_CERTS="$EDGE_CA" node -e "new (require('ably').Realtime)({ \\`,
  "    key: '$ABLY_KEY', endpoint: 'localhost', tlsPort: $ABLY_PORT }) \\",
  "    .channels.get('$ABLY_CHANNEL').subscribe(({ name }) => console.log(name)) \\",
  `    .then(() => console.log('attached'))"`,
  '  (cd mocks/ably/testing/ably-go && SSL_CERT_FILE="$EDGE_CA" \\',
  '    ABLY_FORMAT=msgpack go run .)',
];

const ping = 'qscan.v1.QscanSchedulerService/Ping';

/** Plain Connect, connect-go, grpc-go, and code that Go's generators make of our definitions. */
const pulseCalls = [
  '  curl --cacert "$EDGE_CA" -H "Authorization: Bearer $REGISTRATION_TOKEN" \\',
  '    -H "Content-Type: application/json" -d "{}" \\',
  `    "https://$EDGE/${ping}"`,
  '  npx buf curl --schema mocks/proto --cacert "$EDGE_CA" --protocol grpc \\',
  '    -H "Authorization: Bearer $REGISTRATION_TOKEN" -d "{}" \\',
  `    "https://$EDGE/${ping}"`,
  '  grpcurl -import-path mocks/proto -proto qscan/v1/scheduler.proto \\',
  '    -cacert "$EDGE_CA" -H "Authorization: Bearer $REGISTRATION_TOKEN" -d "{}" \\',
  `    "$EDGE" ${ping}`,
  '  (cd mocks/pulse/testing/go-client && go generate && go run .)',
];

function storageSteps(
  aws: string,
  { name, policyFile }: { readonly name: string; readonly policyFile: string },
): string[] {
  return [
    `  ${aws} s3 mb s3://${name}`,
    `  ${aws} iam create-user --user-name qpoint-artifacts`,
    `  ${aws} iam put-user-policy --user-name qpoint-artifacts \\`,
    `    --policy-name artifacts --policy-document file://${policyFile}`,
    `  set -- $(${aws} iam create-access-key --user-name qpoint-artifacts \\`,
    "    --query 'AccessKey.[AccessKeyId,SecretAccessKey]' --output text)",
  ];
}

function hostTable(region: string, bucket: string | undefined): string[] {
  const hosts: readonly (readonly [string, string])[] = [
    [qplaneHost, 'Qplane'],
    [pulseHosts.join(', '), 'Pulse'],
    [realtimeHost, 'the push channel, as Ably serves it'],
    [`s3.${region}.amazonaws.com`, 'the object store'],
    ...(bucket === undefined ? [] : [[`${bucket}.s3.dualstack.${region}.amazonaws.com`, 'the same'] as const]),
    [`${warehouseS3Host}, ${warehouseHost}`, "Qpoint's own storage"],
  ];
  const width = Math.max(...hosts.map(([host]) => host.length));
  return hosts.map(([host, what]) => `    ${host.padEnd(width)}  ${what}`);
}
