import type { ManifestObject } from './manifest.ts';

/** A Secret manifest's values in clear, whether they stand in `data` (base64) or in `stringData`. */
export function secretData(object: ManifestObject): Record<string, string> {
  const decoded = Object.entries(stringRecord(object.data)).map(
    ([key, value]) => [key, Buffer.from(value, 'base64').toString()] as const,
  );
  return { ...Object.fromEntries(decoded), ...stringRecord(object.stringData) };
}

function stringRecord(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
