import { expect, test } from 'vitest';
import { role } from '../../edge/hosts.ts';
import { agentHosts } from './agent-hosts.ts';

test("names the products' own hosts, the bucket's in every spelling, and those that files name", () => {
  const { hostnames, ports } = agentHosts({
    buckets: ['acme'],
    regions: ['eu-central-1'],
    named: [
      'https://pulse.mirror.example:8443/path',
      's3.eu-west-1.amazonaws.com',
      'https://acme.s3.eu-central-1.amazonaws.com/{{DIGEST}}',
      'http://minio.storage.svc.cluster.local:9000',
      'http://10.0.0.1:4566',
      'true',
      '',
    ],
  });
  expect(hostnames).toEqual(
    expect.arrayContaining([
      ...['api.qpoint.io', 'api-pulse.qpoint.io', 'acme.s3.eu-central-1.amazonaws.com', 's3.amazonaws.com'],
      ...['acme.s3.dualstack.eu-central-1.amazonaws.com', 'pulse.mirror.example', 's3.eu-west-1.amazonaws.com'],
    ]),
  );
  expect(hostnames.filter((name) => role(name) === undefined)).toEqual(['pulse.mirror.example']);
  expect(ports).toEqual([443, 80, 8443]);
  expect(new Set(hostnames).size).toBe(hostnames.length);
});
