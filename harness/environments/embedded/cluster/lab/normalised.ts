/** What differs between two runs against one cluster, or between two clusters that do the same. */
const varying: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uid>'],
  [/\b(10|172)(\.\d+){3}\b/g, '<ip>'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ \+0000( UTC)?/g, '<time>'],
  [/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000/g, '<time>'],
  [/\w{3} \w{3} +\d+ \d\d:\d\d:\d\d \d{4}/g, '<time>'],
  [/ *\t/g, '\t'],
  [/resourceVersion: "\d+"/g, 'resourceVersion: <n>'],
  [/\bweb-[bcdf4-9]{1,10}-[bcdfghjklmnpqrstvwxz2-9]{5}\b/g, '<pod>'],
  [/\bweb-[bcdf4-9]{1,10}\b/g, '<replicaset>'],
  [/(pod-template-hash[=:] ?)[bcdf4-9]{1,10}/g, '$1<hash>'],
  [/\bkube-api-access-\w{5}\b/g, 'kube-api-access-<x>'],
  [/containerd:\/\/[0-9a-f]{64}/g, '<container>'],
  [/(Image ID:).*/g, '$1 <image>'],
  [/(?<![\w-])([a-z0-9-]+-worker|[a-z0-9-]+-control-plane|node-\d)\b/g, '<node>'],
  // kubectl diff writes below TMPDIR.
  [/\S*\/(LIVE|MERGED)-\d+\//g, '/tmp/$1/'],
  [/\b(\d+(ms|s|m|h))+\b/g, '<age>'],
  [/ \(x\d+ over <age>\)/g, ''],
  // What helm says where its time ends in the middle of a request.
  [
    /client rate limiter Wait returned an error: .*(exceed context deadline|context deadline exceeded)/g,
    'context deadline exceeded',
  ],
  [/ {2,}/g, '  '],
];

/**
 * Lines of which there are more or fewer as things take their time: of a rollout, and events of a pod that was probed before
 * its program answered, or whose token's volume the kubelet could not fill at once.
 */
const passing = [
  /^Waiting for deployment /,
  /\bWarning {2}Unhealthy {2}.*Readiness probe failed: Get /,
  /\bWarning {2}FailedMount {2}.*"kube-api-access-<x>"/,
];

export function normalised(output: string, namespace: string): string[] {
  const text = varying.reduce(
    (rest, [pattern, replacement]) => rest.replace(pattern, replacement),
    output.replaceAll(namespace, '<namespace>'),
  );
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !passing.some((pattern) => pattern.test(line)));
}
