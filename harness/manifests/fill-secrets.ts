import type { Manifest } from './manifest.ts';

/** What the placeholders `${registrationToken}`, `${accessKeyId}` and `${secretAccessKey}` stand for in a run. */
export interface SecretValues {
  readonly registrationToken: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const placeholder = /\$\{(registrationToken|accessKeyId|secretAccessKey)\}/g;

/** A Secret manifest with the run's values in the place of its placeholders, in `stringData` and, as base64, in `data`. */
export function fillSecret(secret: Manifest, values: SecretValues): Manifest {
  const fill = (text: string) => text.replace(placeholder, (_, name: keyof SecretValues) => values[name]);
  const { data, stringData, ...rest } = secret.object;
  return {
    ...secret,
    object: {
      ...rest,
      ...(isRecord(data) && { data: mapStrings(data, (text) => (fill(text) === text ? text : toBase64(fill(text)))) }),
      ...(isRecord(stringData) && { stringData: mapStrings(stringData, fill) }),
    },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function mapStrings(values: Record<string, unknown>, change: (text: string) => string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, typeof value === 'string' ? change(value) : value]),
  );
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}
