import type { S3Credentials } from '../s3/sign-request.ts';
import { timeScale } from '../time-scale.ts';
import type { Settings } from './settings.ts';

/** A wrong or missing variable: the worker cannot start. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

export interface S3Options {
  readonly endpoint: URL;
  readonly bucket: string;
  /** Undefined: an own endpoint without keys; ambient credentials are said to be unsupported. */
  readonly credentials: S3Credentials | undefined;
}

export interface WorkerOptions {
  /** Undefined: no variable gives one, and Pulse will refuse each call. */
  readonly token: string | undefined;
  readonly pulseEndpoint: URL;
  /** A sentence: S3 cannot be reached with these variables, and each job shall say so. */
  readonly s3: S3Options | string;
  readonly pollers: number;
  readonly scanners: number;
  readonly metricsPort: number;
  readonly logLevel: string;
  readonly logEncoding: string;
  /** `QPOINT_STRATEGY`: what Qtap shall do with the worker's own traffic. */
  readonly strategy: string;
  readonly timeScale: number;
  /** Files of CA certificates that replace the system's, as Python's ssl and botocore take them. */
  readonly pulseTrust: string | undefined;
  readonly s3Trust: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const warehouse = 'https://s3.warehouse.qpoint.io';

/** Reads the variables of the worker (reference, qscan-worker.md section 1). Throws `OptionError` with the variable and the remedy. */
export function readOptions(environment: Environment, settings: Settings): WorkerOptions {
  const get = (name: string) => (environment[name] === '' ? undefined : environment[name]);
  const token = settings.tokenVariables.map(get).find((value) => value !== undefined);
  if (token === undefined && settings.missingToken === 'exit') {
    const [first, ...others] = settings.tokenVariables;
    const nor = others.length > 0 ? ` (nor ${others.join(', ')})` : '';
    throw new OptionError(`${first} is not set${nor}: give the worker its token.`);
  }
  const pulse = get('PULSE_ENDPOINT') ?? 'https://api-pulse.qpoint.io';
  const pulseEndpoint = httpUrl(pulse);
  if (pulseEndpoint === undefined)
    throw new OptionError(`PULSE_ENDPOINT "${pulse}" is no URL: write it with https://.`);
  fraction(get('MEMORY_LIMIT_FRACTION'));
  return {
    token,
    pulseEndpoint,
    s3: s3Options(get, token, settings),
    pollers: count('NUM_POLLERS', get, 1, 64),
    scanners: count('NUM_SCANNERS', get, 1, 64),
    metricsPort: count('METRICS_PORT', get, 9090, 65_535, 0),
    logLevel: get('LOG_LEVEL') ?? 'info',
    logEncoding: get('LOG_ENCODING') ?? 'plain',
    strategy: get('QPOINT_STRATEGY') ?? '',
    timeScale: timeScale(environment),
    pulseTrust: get('SSL_CERT_FILE'),
    s3Trust: get('AWS_CA_BUNDLE') ?? get('REQUESTS_CA_BUNDLE') ?? get('SSL_CERT_FILE'),
  };
}

function s3Options(
  get: (name: string) => string | undefined,
  token: string | undefined,
  settings: Settings,
): S3Options | string {
  const given = get('S3_ENDPOINT_URL') ?? warehouse;
  const endpoint = httpUrl(given);
  if (endpoint === undefined) {
    const problem = `S3_ENDPOINT_URL "${given}" is no URL: write it with https://.`;
    if (settings.invalidS3Endpoint === 'exit') throw new OptionError(problem);
    return problem;
  }
  const accessKeyId = get('AWS_ACCESS_KEY_ID') ?? (endpoint.origin === warehouse ? token : undefined);
  return {
    endpoint,
    bucket: get('S3_BUCKET_NAME') ?? 'assets',
    credentials:
      accessKeyId === undefined
        ? undefined
        : {
            accessKeyId,
            secretAccessKey: get('AWS_SECRET_ACCESS_KEY') ?? '',
            region: get('S3_REGION_NAME') ?? 'us-east-1',
          },
  };
}

function httpUrl(text: string): URL | undefined {
  return /^https?:\/\//.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

function count(
  name: string,
  get: (name: string) => string | undefined,
  fallback: number,
  most: number,
  least = 1,
): number {
  const text = get(name) ?? String(fallback);
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most))
    throw new OptionError(`${name} "${text}" is no whole number from ${least} to ${most}.`);
  return value;
}

/** Accepted and checked, without effect: a stand-in's memory does not grow as the models' does. */
function fraction(text: string | undefined): void {
  if (text !== undefined && !(Number(text) > 0 && Number(text) <= 1)) {
    throw new OptionError(`MEMORY_LIMIT_FRACTION "${text}" is no share between 0 and 1.`);
  }
}
