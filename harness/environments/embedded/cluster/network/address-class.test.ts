import { expect, test } from 'vitest';
import { addressClass, unmapped } from './address-class.ts';

test.each([
  ['127.0.0.1', 'self'],
  ['127.9.9.9', 'self'],
  ['::1', 'self'],
  ['0.0.0.0', 'self'],
  ['10.244.9.9', 'private'],
  ['172.31.255.255', 'private'],
  ['169.254.169.254', 'private'],
  ['100.64.0.1', 'private'],
  ['172.32.0.0', 'public'],
  ['198.51.100.1', 'public'],
  ['224.0.0.1', 'unroutable'],
  ['255.255.255.255', 'unroutable'],
  ['2001:db8::1', 'unroutable'],
])('%s is %s', (ip, kind) => expect(addressClass(ip)).toBe(kind));

test('an IPv4-mapped address is the address inside it', () => {
  expect(['::FFFF:10.0.0.1', '::ffff:1', '10.0.0.1'].map(unmapped)).toEqual(['10.0.0.1', '::ffff:1', '10.0.0.1']);
});
