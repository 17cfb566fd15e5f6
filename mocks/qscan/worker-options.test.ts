import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';
import { readOptions } from './worker-options.ts';

const settings = readSettings(undefined);
const read = (environment: Record<string, string>) =>
  readOptions({ REGISTRATION_TOKEN: 'token-a', ...environment }, settings);

test('the documented defaults', () => {
  expect(read({})).toMatchObject({
    token: 'token-a',
    pulseEndpoint: new URL('https://api-pulse.qpoint.io'),
    s3: {
      endpoint: new URL('https://s3.warehouse.qpoint.io'),
      bucket: 'assets',
      credentials: { accessKeyId: 'token-a', secretAccessKey: '', region: 'us-east-1' },
    },
    pollers: 1,
    scanners: 1,
    metricsPort: 9090,
  });
});

test('REGISTRATION_TOKEN goes before PULSE_API_KEY, which is enough alone', () => {
  expect(read({ PULSE_API_KEY: 'token-b' }).token).toBe('token-a');
  expect(readOptions({ PULSE_API_KEY: 'token-b' }, settings).token).toBe('token-b');
});

test('the token never becomes the access key of an own endpoint', () => {
  expect(read({ S3_ENDPOINT_URL: 'https://s3.eu-central-1.amazonaws.com' }).s3).toMatchObject({
    credentials: undefined,
  });
});

test.each([
  [{ S3_ENDPOINT_URL: 's3.eu-central-1.amazonaws.com' }, /S3_ENDPOINT_URL "s3.eu-central-1.amazonaws.com" is no URL/],
  [{ PULSE_ENDPOINT: 'pulse.qpoint.io' }, /PULSE_ENDPOINT/],
  [{ NUM_SCANNERS: '0' }, /NUM_SCANNERS "0"/],
  [{ NUM_POLLERS: 'two' }, /NUM_POLLERS "two"/],
  [{ METRICS_PORT: '70000' }, /METRICS_PORT/],
  [{ MEMORY_LIMIT_FRACTION: '1.5' }, /MEMORY_LIMIT_FRACTION/],
])('a wrong variable ends the start with its name: %o', (environment, message) => {
  expect(() => read(environment)).toThrow(message);
});

test('without a token the worker polls, or ends at start when the settings say so', () => {
  expect(read({ REGISTRATION_TOKEN: '' }).token).toBeUndefined();
  const exit = readSettings('{"missingToken":"exit"}');
  expect(() => readOptions({}, exit)).toThrow(/REGISTRATION_TOKEN is not set/);
});

test('an endpoint without scheme fails each job instead, when the settings say so', () => {
  const perJob = readSettings('{"invalidS3Endpoint":"job-error"}');
  expect(readOptions({ REGISTRATION_TOKEN: 't', S3_ENDPOINT_URL: 'nowhere' }, perJob).s3).toMatch(/is no URL/);
});

test('settings refuse what they do not know', () => {
  expect(() => readSettings('{"pollIntervall":1}')).toThrow(/pollIntervall/);
  expect(() => readSettings('{"pollInterval":"1"}')).toThrow(/must be a number/);
  expect(() => readSettings('{')).toThrow(/not a JSON object/);
});
