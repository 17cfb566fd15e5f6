import { InputError } from '../errors/input-error.ts';
import type { Manifest } from './manifest.ts';

/** What the placeholders `${registrationToken}`, `${accessKeyId}` and `${secretAccessKey}` stand for in a run. */
export interface SecretValues {
  readonly registrationToken: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const names = ['registrationToken', 'accessKeyId', 'secretAccessKey'] as const satisfies (keyof SecretValues)[];
const placeholder = /\$\{(\w+)\}/g;

/**
 * A Secret manifest with the run's values in the place of its placeholders, in `stringData` and, as base64, in `data`.
 * Throws `InputError` for a placeholder that there is none for.
 */
export function fillSecret(secret: Manifest, values: SecretValues): Manifest {
  const fill = (text: string) =>
    text.replace(placeholder, (_, name: string) => {
      if (isKnown(name)) return values[name];
      const known = names.map((value) => `\${${value}}`).join(', ');
      throw new InputError(
        `nothing stands for \${${name}}: the placeholders are ${known}.`,
        secret.locate(['stringData']),
      );
    });
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

function isKnown(name: string): name is keyof SecretValues {
  return (names as readonly string[]).includes(name);
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
