import { expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { hasTlsProbe } from './tls-probes.ts';

test.each([
  ['nodetls,openssl,gotls,javassl', true, 0],
  ['openssl', true, 0],
  ['openssl,rustls', true, 1],
  ['rustls,OpenSSL', false, 2],
  ['none', false, 0],
  ['none,openssl', false, 0],
])('tls-probe-off: TLS_PROBES=%s sees through TLS: %s, with %i warnings', (names, expected, warnings) => {
  const lines: string[] = [];
  const log = createLog({ level: 'info', encoding: 'json', write: (line) => lines.push(JSON.parse(line).level) });
  expect(hasTlsProbe(names.split(','), log)).toBe(expected);
  expect(lines).toEqual(Array(warnings).fill('warn'));
});
