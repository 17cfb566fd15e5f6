import { stringify } from 'yaml';
import { bucket } from './test-node.ts';

export type Settings = Readonly<Record<string, unknown>>;

export const env = (value: string): Settings => ({ type: 'env', value });

/** The customer's own store, with these changes; what is undefined is left out. */
export function ownStore(changes: Settings = {}): Settings {
  return {
    id: 'artifacts',
    type: 's3',
    endpoint: 's3.eu-central-1.amazonaws.com',
    bucket,
    region: 'eu-central-1',
    access_url: `https://${bucket}.s3.eu-central-1.amazonaws.com/{{DIGEST}}`,
    access_key: env('AWS_ACCESS_KEY_ID'),
    secret_key: env('AWS_SECRET_ACCESS_KEY'),
    ...changes,
  };
}

/** Qpoint's own cloud. */
export const cloudStore: Settings = { id: 'cloud', type: 'qpoint', token: env('REGISTRATION_TOKEN') };
export const pulseStore: Settings = { id: 'pulse', type: 'pulse', token: env('REGISTRATION_TOKEN') };
export const reportUsage: Settings = { type: 'report_usage' };

/** A `qscan` plugin that samples everything. */
export function qscan(settings: Settings = {}): Settings {
  return { type: 'qscan', config: { sample_rate: 1, ...settings } };
}

/** A config snapshot that scans and reports everything, with these changes of its parts; without the wrapper. */
export function bareConfig(parts: Settings = {}): Settings {
  return {
    services: { event_stores: [pulseStore], object_stores: [ownStore()] },
    stacks: { scan: { plugins: [reportUsage, qscan()] } },
    tap: { http: { stack: 'scan' } },
    ...parts,
  };
}

/** As Qplane answers it. */
export function config(parts: Settings = {}): string {
  return stringify({ config: bareConfig(parts) });
}
