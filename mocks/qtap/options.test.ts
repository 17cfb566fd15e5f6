import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Options, parseOptions, UsageError } from './options.ts';

// Reference, qplane.md section 5.

interface Row {
  readonly flag: string;
  readonly variable: string;
  readonly fallback: string;
  readonly read: (options: Options) => unknown;
}

const table: readonly Row[] = [
  { flag: 'config', variable: 'QPOINT_CONFIG', fallback: '', read: ({ config }) => config },
  {
    flag: 'registration-endpoint',
    variable: 'REGISTRATION_ENDPOINT',
    fallback: 'https://api.qpoint.io',
    read: ({ registrationEndpoint }) => registrationEndpoint,
  },
  {
    flag: 'registration-token',
    variable: 'REGISTRATION_TOKEN',
    fallback: '',
    read: ({ registrationToken }) => registrationToken,
  },
  { flag: 'tags', variable: 'QPOINT_DEPLOYMENT_TAGS', fallback: '', read: ({ tags }) => tags.join(',') },
  { flag: 'log-level', variable: 'LOG_LEVEL', fallback: 'info', read: ({ logLevel }) => logLevel },
  { flag: 'log-encoding', variable: 'LOG_ENCODING', fallback: 'json', read: ({ logEncoding }) => logEncoding },
  {
    flag: 'tls-probes',
    variable: 'TLS_PROBES',
    fallback: 'nodetls,openssl,gotls,javassl',
    read: ({ tlsProbes }) => tlsProbes.join(','),
  },
];
const word = fc.stringMatching(/^[a-z][a-z:/.]{0,10}$/);

test.each(table)('--$flag beats $variable, which beats the default', ({ flag, variable, fallback, read }) => {
  fc.assert(
    fc.property(fc.option(word), fc.option(word), fc.boolean(), (given, set, joined) => {
      const args = given === null ? [] : joined ? [`--${flag}=${given}`] : [`--${flag}`, given];
      const options = parseOptions(args, set === null ? {} : { [variable]: set }, false);
      expect(read(options)).toBe(given ?? set ?? fallback);
    }),
  );
});

test('status-port: whatever STATUS_LISTEN and --status-listen say, the port is that of HTTPD_LISTEN', () => {
  const port = fc.integer({ min: 1, max: 65_535 });
  fc.assert(
    fc.property(port, fc.option(port), fc.boolean(), (dead, httpd, byFlag) => {
      const args = byFlag ? ['--status-listen', `0.0.0.0:${dead}`] : [];
      const environment = { STATUS_LISTEN: `:${dead}`, ...(httpd !== null && { HTTPD_LISTEN: `127.0.0.1:${httpd}` }) };
      expect(parseOptions(args, environment, false).listen).toEqual(
        httpd === null ? { host: '0.0.0.0', port: 10001 } : { host: '127.0.0.1', port: httpd },
      );
    }),
  );
});

test('buffer-cut: HTTP_BUFFER_SIZE is 2mb by default and 2gb at most', () => {
  const units = fc.constantFrom(['', 1], ['b', 1], ['kb', 1024], ['MB', 1024 ** 2], ['gb', 1024 ** 3]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5000 }), units, (amount, [unit, factor]) => {
      const { httpBufferSize } = parseOptions([], { HTTP_BUFFER_SIZE: `${amount}${unit}` }, false);
      expect(httpBufferSize).toBe(Math.min(amount * Number(factor), 2 * 1024 ** 3));
    }),
  );
  expect(parseOptions([], {}, false).httpBufferSize).toBe(2 * 1024 ** 2);
});

test.each([
  [['--no-such-flag'], /unknown flag/],
  [['--config'], /needs an argument/],
  [['serve'], /unknown command/],
  [['--httpd-listen=10001'], /invalid address/],
  [['--http-buffer-size=2 miles'], /invalid size/],
])('a command line that Qtap does not take: %j', (args, message) => {
  expect(() => parseOptions(args, {}, false)).toThrow(UsageError);
  expect(() => parseOptions(args, {}, false)).toThrow(message);
});
