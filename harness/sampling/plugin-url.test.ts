import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pluginUrl } from './plugin-url.ts';

test.each([
  ['/search?q=test', 'http://h.example/search%3Fq=test', '/search?q=test'],
  ['/page#part', 'http://h.example/page%23part', '/page#part'],
  ['//double/slash', 'http://h.example/double/slash', '/double/slash'],
  ['/x?mail=a%40b.example', 'http://h.example/x%3Fmail=a@b.example', '/x?mail=a@b.example'],
  ['/caf%C3%A9', 'http://h.example/caf%C3%A9', '/café'],
  ['/', 'http://h.example/', '/'],
])('%s reads %s', (sent, url, path) => {
  expect(pluginUrl('http', 'h.example', sent)).toEqual({ url, host: 'h.example', path });
});

test.each([
  ['', 'h', '/'],
  ['http', '', '/'],
  ['http', 'h', ''],
  ['http', 'h', '/100%'],
])('there is no address for scheme %j, authority %j, path %j', (...parts) => {
  expect(pluginUrl(...parts)).toBeUndefined();
});

test('the path of the address, decoded, is the path that plugins sample by', () => {
  fc.assert(
    fc.property(fc.webPath(), fc.webQueryParameters(), (path, query) => {
      const address = pluginUrl('http', 'h', `${path === '' ? '/' : path}?${query}`);
      expect(address?.url).not.toContain('?');
      if (address !== undefined) expect(decodeURIComponent(address.url.slice('http://h'.length))).toBe(address.path);
    }),
  );
});
