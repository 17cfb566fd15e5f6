import { expect, test } from 'vitest';
import { normalised } from './normalised.ts';

const ip = '10.244.1.4';
const probe = (text: string) =>
  `  Warning  Unhealthy  2s (x2 over 3s)  kubelet            Readiness probe failed: ${text}`;
const mount = (volume: string) =>
  `  Warning  FailedMount  4s   kubelet  MountVolume.SetUp failed for volume "${volume}" : failed to sync configmap cache`;

test.each([
  ['a probe before the program listened', probe(`Get "http://${ip}:8080/": dial tcp ${ip}:8080: connect: refused`)],
  ['a probe that a busy program did not answer', probe(`Get "http://${ip}:8080/": context deadline exceeded`)],
  ["a token's volume that could not be filled at once", mount('kube-api-access-x2k9p')],
  ['a rollout under way', 'Waiting for deployment "web" rollout to finish: 1 of 2 updated replicas are available...'],
])('%s leaves no line', (_, line) => {
  expect(normalised(`${line}\n`, 'ns-1')).toEqual([]);
});

test.each([
  [
    'a probe that was answered',
    probe('HTTP probe failed with statuscode: 500'),
    'HTTP probe failed with statuscode: 500',
  ],
  ["a person's own volume", mount('config'), 'MountVolume.SetUp failed for volume "config"'],
  ['a crash', '  Warning  BackOff  3s  kubelet  Back-off restarting failed container a', 'Back-off restarting'],
])('%s stays', (_, line, words) => {
  expect(normalised(line, 'ns-1').join()).toContain(words);
});

test('a difference reads the same wherever temporary files lie', () => {
  const line = (folder: string, number: number) => `--- ${folder}/LIVE-${number}/v1.ConfigMap.ns-1.x`;
  expect(normalised(line('/tmp', 1), 'ns-1')).toEqual(normalised(line('/var/tmp/run-2', 23), 'ns-1'));
});
