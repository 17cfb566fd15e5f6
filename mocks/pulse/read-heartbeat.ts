import type { Heartbeat } from './state.ts';

/** Reads a heartbeat's body; undefined when it is no JSON object. A field that is no string is left undefined. */
export function readHeartbeat(body: string): Pick<Heartbeat, 'hostname' | 'status' | 'instanceId'> | undefined {
  let beat: unknown;
  try {
    beat = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof beat !== 'object' || beat === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(beat));
  const text = (name: string): string | undefined => {
    const value = fields.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  return { hostname: text('hostname'), status: text('status'), instanceId: text('instanceId') };
}
