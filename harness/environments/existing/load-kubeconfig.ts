import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { InputError } from '../../errors/input-error.ts';

/** One context of somebody's kubeconfig, and nothing else of it. */
export interface ChosenContext {
  readonly context: string;
  /** Name of the cluster. */
  readonly cluster: string;
  readonly server: string;
  /** YAML text of a kubeconfig that holds this context alone, as its current one. */
  readonly kubeconfig: string;
}

type Fields = Readonly<Record<string, unknown>>;

interface Named {
  readonly name: string;
  readonly [field: string]: unknown;
}

interface Kubeconfig {
  readonly 'current-context'?: string;
  readonly contexts?: readonly Named[];
  readonly clusters?: readonly Named[];
  readonly users?: readonly Named[];
}

/** Fields that name a file, relative to the kubeconfig that holds them. */
const fileFields = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile'];

/**
 * Finds a context as `kubectl` does: in the files of `KUBECONFIG`, of which the first that has something wins, else in
 * `~/.kube/config`; the current context unless one is named. Throws `InputError` with what there is instead.
 */
export function loadKubeconfig(
  wanted: string | undefined,
  variables: Readonly<Record<string, string | undefined>>,
): ChosenContext {
  const files = kubeconfigFiles(variables);
  const configs = files.filter((file) => existsSync(file)).map(readConfig);
  if (configs.length === 0) {
    throw new InputError(
      `there is no kubeconfig at ${files.join(', ')}: set KUBECONFIG to the file that kubectl uses for the cluster.`,
    );
  }
  const all = (list: 'contexts' | 'clusters' | 'users') => configs.flatMap((config) => config[list] ?? []);
  const find = (list: 'contexts' | 'clusters' | 'users', name: unknown) =>
    all(list).find((entry) => entry.name === name);
  const name = wanted ?? configs.map((config) => config['current-context']).find((current) => current);
  const entry = find('contexts', name);
  if (name === undefined || entry === undefined) {
    const known = [...new Set(all('contexts').map((context) => context.name))];
    const list = known.length === 0 ? 'holds none' : `has ${known.join(', ')}`;
    const problem = name === undefined ? 'no current context is set' : `no context is named ${name}`;
    throw new InputError(`${problem}: name one by --context; ${files.join(', ')} ${list}.`);
  }
  const context = entry.context as { cluster?: string; user?: string } | undefined;
  const cluster = find('clusters', context?.cluster);
  const server = (cluster?.cluster as { server?: string } | undefined)?.server;
  if (cluster === undefined || typeof server !== 'string') {
    throw new InputError(`the context ${name} names the cluster ${context?.cluster}, which ${files.join(', ')} lacks.`);
  }
  if (!server.startsWith('https://')) {
    throw new InputError(
      `the context ${name} has the server ${server}, and the harness speaks to API servers over https only: name one by --context that goes to the cluster itself, not through kubectl proxy.`,
    );
  }
  const user = find('users', context?.user);
  if (user === undefined) {
    throw new InputError(`the context ${name} names the user ${context?.user}, whom ${files.join(', ')} lacks.`);
  }
  const alone = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    contexts: [entry],
    clusters: [cluster],
    users: [user],
  };
  return { context: name, cluster: cluster.name, server, kubeconfig: stringify(alone) };
}

function kubeconfigFiles({ KUBECONFIG, HOME }: Readonly<Record<string, string | undefined>>): string[] {
  const named = (KUBECONFIG ?? '').split(delimiter).filter((file) => file !== '');
  return named.length > 0 ? named : [join(HOME ?? homedir(), '.kube', 'config')];
}

function readConfig(file: string): Kubeconfig {
  let config: unknown;
  try {
    config = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InputError(`${file} cannot be read as a kubeconfig: ${(error as Error).message.split('\n')[0]}`);
  }
  if (typeof config !== 'object' || config === null) throw new InputError(`${file} is no kubeconfig: it is empty.`);
  const { clusters, users, ...rest } = config as Kubeconfig;
  const folder = dirname(file);
  return {
    ...rest,
    clusters: (clusters ?? []).map((entry) => ({ ...entry, cluster: withPaths(entry.cluster as Fields, folder) })),
    users: (users ?? []).map((entry) => ({ ...entry, user: withPaths(entry.user as Fields, folder) })),
  };
}

function withPaths(fields: Fields | undefined, folder: string): Fields {
  const changed = fileFields.flatMap((name) => {
    const path = fields?.[name];
    return typeof path === 'string' && path !== '' && !isAbsolute(path) ? [[name, join(folder, path)]] : [];
  });
  return { ...fields, ...Object.fromEntries(changed) };
}
