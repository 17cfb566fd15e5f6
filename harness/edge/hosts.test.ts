import { expect, test } from 'vitest';
import { type HostRole, role } from './hosts.ts';

const table: [HostRole | undefined, string[]][] = [
  ['qplane', ['api.qpoint.io', 'API.Qpoint.io', 'api.qpoint.io.']],
  ['pulse', ['pulse.qpoint.io', 'api-pulse.qpoint.io']],
  [
    'object-store',
    [
      ...['s3.amazonaws.com', 's3.eu-central-1.amazonaws.com', 's3-eu-west-1.amazonaws.com', 'acme.s3.amazonaws.com'],
      ...['acme.s3.us-gov-west-1.amazonaws.com', 'a.b.c.s3.dualstack.eu-central-1.amazonaws.com'],
      ...['s3.dualstack.eu-central-1.amazonaws.com', 'acme.s3.cn-north-1.amazonaws.com.cn'],
    ],
  ],
  ['qpoint-storage', ['s3.warehouse.qpoint.io', 'warehouse.qpoint.io']],
  [
    'push',
    [
      ...['realtime.ably.io', 'rest.ably.io', 'main.realtime.ably.net', 'a.ably-realtime.com'],
      ...['main.e.fallback.ably-realtime.com', 'internet-up.ably-realtime.com'],
    ],
  ],
  [
    undefined,
    [
      ...['', 'example.com', 'qpoint.io', 'api.qpoint.io.example.com', 'xapi.qpoint.io', 'sts.eu-west-1.amazonaws.com'],
      ...['s3.amazonaws.com.example.com', 'nots3.amazonaws.com', 'acme.s3.warehouse.qpoint.io', 'constructor'],
    ],
  ],
];

test.each(table.flatMap(([expected, hosts]) => hosts.map((host) => ({ expected, host }))))(
  '$host is $expected',
  ({ expected, host }) => {
    expect(role(host)).toBe(expected);
  },
);
