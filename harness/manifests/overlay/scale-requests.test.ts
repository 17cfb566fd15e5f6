import type { V1PodSpec, V1ResourceRequirements } from '@kubernetes/client-node';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantityNanos } from '../../environments/embedded/cluster/api/objects/quantity.ts';
import { type ResourceScale, scaleRequests } from './scale-requests.ts';

const half: ResourceScale = {
  cpu: { declared: '4', real: '2' },
  memory: { declared: '16Gi', real: '8Gi' },
};

function scaled(resources: V1ResourceRequirements, scale = half): V1ResourceRequirements {
  const spec: V1PodSpec = { containers: [{ name: 'a', resources }] };
  scaleRequests(spec, scale);
  return spec.containers[0]?.resources ?? {};
}

test('requests shrink with the node, limits stay', () => {
  const limits = { cpu: '4', memory: '16Gi' };
  const requests = { cpu: '2', memory: '12Gi', 'ephemeral-storage': '1Gi' };
  expect(scaled({ requests, limits })).toEqual({
    requests: { cpu: '1000m', memory: '6291456Ki', 'ephemeral-storage': '1Gi' },
    limits,
  });
});

test('a limit without a request is the request', () => {
  expect(scaled({ limits: { cpu: '1' } })).toEqual({ requests: { cpu: '500m' }, limits: { cpu: '1' } });
});

test('a request that passes its limit on a larger node takes the limit with it', () => {
  const larger = { ...half, cpu: { declared: '4', real: '16' } };
  expect(scaled({ requests: { cpu: '1' }, limits: { cpu: '2' } }, larger)).toEqual({
    requests: { cpu: '4000m' },
    limits: { cpu: '4000m' },
  });
});

test.each<V1ResourceRequirements>([
  { requests: { cpu: '2' }, limits: { cpu: '1' } },
  { requests: { cpu: 'two' } },
  { requests: { cpu: '-1' } },
  { requests: 'much' as unknown as Record<string, string> },
])('what the API server refuses stays for it to refuse: %j', (resources) => {
  expect(scaled(resources)).toEqual(resources);
});

const scale = fc
  .record({
    declaredCpu: fc.integer({ min: 1, max: 64 }),
    realCpu: fc.integer({ min: 100, max: 64_000 }),
    declaredMemory: fc.integer({ min: 1, max: 256 }),
    realMemory: fc.integer({ min: 1_000_000, max: 256_000_000 }),
  })
  .map(
    ({ declaredCpu, realCpu, declaredMemory, realMemory }): ResourceScale => ({
      cpu: { declared: `${declaredCpu}`, real: `${realCpu}m` },
      memory: { declared: `${declaredMemory}Gi`, real: `${realMemory}Ki` },
    }),
  );

/** Parts of a declared node, in thousandths of it, that together are all of it. */
const shares = fc
  .array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.map((part) => Math.floor((part * 1000) / parts.reduce((sum, next) => sum + next, 0))));

test('what fits the declared node together fits the real one together', () => {
  fc.assert(
    fc.property(scale, shares, (sizes, parts) => {
      for (const name of ['cpu', 'memory'] as const) {
        const total = quantityNanos(sizes[name].declared);
        const requests = parts.map((part) => `${(total * BigInt(part)) / 1000n}n`);
        const sum = requests
          .map((request) => quantityNanos(scaled({ requests: { [name]: request } }, sizes).requests?.[name] ?? '0'))
          .reduce((one, other) => one + other, 0n);
        expect(sum).toBeLessThanOrEqual(quantityNanos(sizes[name].real));
      }
    }),
  );
});

test('what is more than the declared node is more than the real one', () => {
  fc.assert(
    fc.property(scale, fc.integer({ min: 1, max: 10_000_000 }), (sizes, more) => {
      for (const name of ['cpu', 'memory'] as const) {
        const request = `${quantityNanos(sizes[name].declared) + BigInt(more)}n`;
        const after = scaled({ requests: { [name]: request } }, sizes).requests?.[name] ?? '0';
        expect(quantityNanos(after)).toBeGreaterThan(quantityNanos(sizes[name].real));
      }
    }),
  );
});
