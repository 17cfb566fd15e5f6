import type { RelaySettings } from './relay-settings.ts';

/** Reads what the pod was told by its environment. Throws on what the harness would never write. */
export function readSettings(variables: NodeJS.ProcessEnv): RelaySettings {
  const text = (name: string): string => {
    const value = variables[name];
    if (value === undefined || value === '') throw new Error(`The variable ${name} is missing.`);
    return value;
  };
  const settings = JSON.parse(text('RELAY_SETTINGS')) as Omit<RelaySettings, 'token' | 'version'>;
  return { ...settings, token: text('RELAY_TOKEN'), version: text('RELAY_VERSION') };
}
