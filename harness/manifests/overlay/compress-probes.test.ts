import type { V1PodSpec, V1Probe } from '@kubernetes/client-node';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compressProbes } from './compress-probes.ts';

type Kind = 'startupProbe' | 'readinessProbe' | 'livenessProbe';

function compressed(kind: Kind, probe: V1Probe): V1Probe {
  const spec: V1PodSpec = { containers: [{ name: 'a', [kind]: probe }] };
  compressProbes(spec);
  return spec.containers[0]?.[kind] ?? {};
}

const numbers = fc.record(
  {
    initialDelaySeconds: fc.integer({ min: 0, max: 600 }),
    periodSeconds: fc.integer({ min: 1, max: 120 }),
    timeoutSeconds: fc.integer({ min: 1, max: 60 }),
    failureThreshold: fc.integer({ min: 1, max: 100 }),
    successThreshold: fc.integer({ min: 1, max: 5 }),
  },
  { requiredKeys: [] },
);

function seconds({ initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3 }: V1Probe): number {
  return initialDelaySeconds + periodSeconds * failureThreshold;
}

test.each([
  [
    { periodSeconds: 10, failureThreshold: 30 },
    { periodSeconds: 1, failureThreshold: 300 },
  ],
  [{}, { periodSeconds: 1, failureThreshold: 30 }],
  [{ timeoutSeconds: 4 }, { timeoutSeconds: 4, periodSeconds: 5, failureThreshold: 6 }],
  [
    { periodSeconds: 5, timeoutSeconds: 9 },
    { periodSeconds: 5, timeoutSeconds: 9 },
  ],
  [
    { initialDelaySeconds: 20, periodSeconds: 5 },
    { periodSeconds: 1, failureThreshold: 35 },
  ],
])('a startup probe with %j asks as %j', (before, after) => {
  expect(compressed('startupProbe', before)).toEqual(after);
});

test('the delay of a readiness probe goes, its patience afterwards stays', () => {
  const probe = { initialDelaySeconds: 30, periodSeconds: 10, failureThreshold: 2, successThreshold: 3 };
  const after = { periodSeconds: 1, failureThreshold: 20, successThreshold: 3 };
  expect(compressed('readinessProbe', probe)).toEqual(after);
});

test('a probe is never given up sooner, nor a period or more later, nor asked while it may still answer', () => {
  fc.assert(
    fc.property(numbers, (probe) => {
      const { periodSeconds = 10, timeoutSeconds = 1 } = probe;
      const after = compressed('startupProbe', probe);
      const { periodSeconds: period = 10 } = after;
      expect(seconds(after)).toBeGreaterThanOrEqual(seconds(probe));
      expect(seconds(after)).toBeLessThan(seconds(probe) + period);
      expect(period).toBeLessThanOrEqual(periodSeconds);
      expect(period).toBeGreaterThanOrEqual(Math.min(timeoutSeconds, periodSeconds));
      expect(after.timeoutSeconds).toBe(probe.timeoutSeconds);
      expect(after.successThreshold).toBe(probe.successThreshold);
    }),
  );
});

test('without an initial delay period × threshold stays what it was, to the second', () => {
  fc.assert(
    fc.property(numbers, fc.constantFrom<Kind>('startupProbe', 'readinessProbe'), (probe, kind) => {
      const { initialDelaySeconds: _, ...rest } = probe;
      expect(seconds(compressed(kind, rest))).toBe(seconds(rest));
    }),
  );
});

test('liveness probes, and numbers that no API server takes, stay', () => {
  for (const probe of [{ periodSeconds: -1 }, { periodSeconds: 1.5 }, { failureThreshold: '3' as unknown as number }]) {
    expect(compressed('startupProbe', probe)).toEqual(probe);
  }
  expect(compressed('livenessProbe', { initialDelaySeconds: 5 })).toEqual({ initialDelaySeconds: 5 });
});
