/** Qtap's settings outside the snapshot (reference, qplane.md section 5). */
export interface Options {
  /** `validate` with its file, or the agent itself. */
  readonly validate: string | undefined;
  readonly config: string;
  readonly registrationEndpoint: string;
  readonly registrationToken: string;
  readonly tags: readonly string[];
  readonly logLevel: string;
  readonly logEncoding: string;
  readonly listen: { readonly host: string; readonly port: number };
  /** Bytes of a body beyond which it is cut. */
  readonly httpBufferSize: number;
  readonly tlsProbes: readonly string[];
}

/** A command line that the agent does not take; it prints this and exits with 1. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Flag → variable and default. `--status-listen` writes nothing: the other listen flag's default overwrites it. */
const flags: Readonly<Record<string, readonly [variable: string, fallback: string]>> = {
  config: ['QPOINT_CONFIG', ''],
  'registration-endpoint': ['REGISTRATION_ENDPOINT', 'https://api.qpoint.io'],
  'registration-token': ['REGISTRATION_TOKEN', ''],
  tags: ['QPOINT_DEPLOYMENT_TAGS', ''],
  'log-level': ['LOG_LEVEL', 'info'],
  'log-encoding': ['LOG_ENCODING', ''],
  'log-caller': ['LOG_CALLER', 'false'],
  'httpd-listen': ['HTTPD_LISTEN', '0.0.0.0:10001'],
  'status-listen': ['STATUS_LISTEN', ''],
  'tls-probes': ['TLS_PROBES', 'nodetls,openssl,gotls,javassl'],
  'http-buffer-size': ['HTTP_BUFFER_SIZE', '2mb'],
  'data-dir': ['DATA_DIR', ''],
  'docker-socket-endpoint': ['DOCKER_SOCKET', ''],
  'containerd-socket-endpoint': ['CONTAINERD_SOCKET', ''],
  'cri-runtime-socket-endpoint': ['CRI_RUNTIME_SOCKET', ''],
  'enable-dev-tools': ['ENABLE_DEV_TOOLS', 'false'],
  'enable-egress-controller': ['ENABLE_EGRESS_CONTROLLER', 'false'],
  'bpf-trace': ['BPF_TRACE', ''],
};
const switches = new Set(['log-caller', 'enable-dev-tools', 'enable-egress-controller']);
const units: Readonly<Record<string, number>> = { '': 1, b: 1, kb: 1 << 10, mb: 1 << 20, gb: 1 << 30 };

/** Reads flags, then variables, then defaults. Throws `UsageError` for a flag that Qtap does not have. */
export function parseOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  terminal: boolean,
): Options {
  const { given, positional } = readFlags(args);
  const read = (flag: string): string => {
    const [variable, fallback] = flags[flag] ?? ['', ''];
    return given.get(flag) ?? (environment[variable] || fallback);
  };
  const [command, file] = positional;
  if (command !== undefined && command !== 'tap' && command !== 'validate') {
    throw new UsageError(`unknown command "${command}" for "qtap"`);
  }
  return {
    validate: command === 'validate' ? (file ?? '-') : undefined,
    config: read('config'),
    registrationEndpoint: read('registration-endpoint'),
    registrationToken: read('registration-token'),
    tags: readList(read('tags')),
    logLevel: read('log-level'),
    logEncoding: read('log-encoding') || (terminal ? 'console' : 'json'),
    listen: readAddress(read('httpd-listen')),
    httpBufferSize: readSize(read('http-buffer-size')),
    tlsProbes: readList(read('tls-probes')),
  };
}

function readFlags(args: readonly string[]): { given: Map<string, string>; positional: string[] } {
  const given = new Map<string, string>();
  const positional: string[] = [];
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (!arg.startsWith('--')) {
      positional.push(arg);
      continue;
    }
    const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(arg) ?? [];
    if (!(name in flags)) throw new UsageError(`unknown flag: --${name}`);
    const next = value ?? (switches.has(name) ? 'true' : rest.shift());
    if (next === undefined) throw new UsageError(`flag needs an argument: --${name}`);
    given.set(name, next);
  }
  return { given, positional };
}

function readList(text: string): string[] {
  return text.split(',').filter(Boolean);
}

function readAddress(text: string): Options['listen'] {
  const [, host = '', port = ''] = /^(?:\[?([^\]]*?)\]?)?:(\d+)$/.exec(text) ?? [];
  if (port === '') throw new UsageError(`invalid address "${text}" for --httpd-listen`);
  return { host: host || '0.0.0.0', port: Number(port) };
}

function readSize(text: string): number {
  const [, amount = '', unit = ''] = /^\s*(\d+)\s*([kmg]?b)?\s*$/i.exec(text) ?? [];
  if (amount === '') throw new UsageError(`invalid size "${text}" for --http-buffer-size`);
  return Math.min(Number(amount) * (units[unit.toLowerCase()] ?? 1), 2 * (1 << 30));
}
