import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerDns, failDns } from './dns-message.ts';

const address = '198.51.100.1';
const types = { A: 1, NS: 2, SOA: 6, PTR: 12, HINFO: 13, MX: 15, TXT: 16, AAAA: 28, SRV: 33, HTTPS: 65 };

interface QueryOptions {
  readonly type?: number;
  readonly dnsClass?: number;
  readonly flags?: number;
  readonly withOption?: boolean;
}

function query(
  name: string,
  { type = types.A, dnsClass = 1, flags = 0x0100, withOption = false }: QueryOptions = {},
): Buffer {
  const head = Buffer.from([0xab, 0xcd, flags >> 8, flags & 0xff, 0, 1, 0, 0, 0, 0, 0, withOption ? 1 : 0]);
  const labels = name === '' ? [] : name.split('.');
  const encoded = labels.map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label)]));
  const tail = Buffer.from([0, type >> 8, type & 0xff, dnsClass >> 8, dnsClass & 0xff]);
  const option = Buffer.from([0, 0, 41, 0x10, 0, 0, 0, 0, 0, 0, 0]);
  return Buffer.concat([head, ...encoded, tail, ...(withOption ? [option] : [])]);
}

function ask(message: Buffer) {
  const answer = answerDns(message, address);
  if (!(answer instanceof Buffer)) return answer;
  return {
    id: answer.readUInt16BE(0),
    code: answer.readUInt16BE(2) & 0xf,
    isResponse: (answer.readUInt16BE(2) & 0x8000) !== 0,
    records: answer.readUInt16BE(6),
    additional: answer.readUInt16BE(10),
  };
}

describe('a name of the outside world', () => {
  test.each(['api.qpoint.io', 'API.Qpoint.IO', 'a.b', 'who.knows.example', 'x.svc.cluster.local.evil.example'])(
    '%s has the one address',
    (name) => {
      const answer = ask(query(name));
      expect(answer).toMatchObject({ id: 0xabcd, code: 0, isResponse: true, records: 1, additional: 0 });
      expect([...(answerDns(query(name), address) as Buffer).subarray(-4)]).toEqual([198, 51, 100, 1]);
    },
  );

  test.each(Object.entries(types).filter(([name]) => name !== 'A'))('has no record of type %s', (_, type) => {
    expect(ask(query('api.qpoint.io', { type }))).toMatchObject({ code: 0, records: 0 });
  });

  test('is answered with EDNS when asked with it', () => {
    expect(ask(query('api.qpoint.io', { withOption: true }))).toMatchObject({ code: 0, records: 1, additional: 1 });
  });
});

test.each([
  'kubernetes.default.svc.cluster.local',
  'Cluster.Local',
  '1.100.51.198.in-addr.arpa',
  'x.ip6.arpa',
  'a.localhost',
])('%s does not exist', (name) => {
  expect(ask(query(name))).toMatchObject({ code: 3, records: 0 });
  expect(ask(query(name, { type: types.PTR }))).toMatchObject({ code: 3 });
});

test('a name without a dot is asked of the node, and fails where nobody answers', () => {
  expect(ask(query('pii-control-plane'))).toBe('ask the node');
  expect(failDns(query('pii-control-plane')).readUInt16BE(2) & 0xf).toBe(2);
});

test('a response is ignored, an unknown operation or class refused, a broken question told', () => {
  expect(ask(query('a.b', { flags: 0x8180 }))).toBeUndefined();
  expect(ask(query('a.b', { flags: 0x2800 }))).toMatchObject({ code: 4 });
  expect(ask(query('a.b', { dnsClass: 3 }))).toMatchObject({ code: 5 });
  expect(ask(query('a.b').subarray(0, 15))).toMatchObject({ code: 1, records: 0 });
  expect(ask(query('a.b').subarray(0, 11))).toBeUndefined();
  const compressed = Buffer.concat([query('').subarray(0, 12), Buffer.from([0xc0, 0x0c, 0, 1, 0, 1])]);
  expect(ask(compressed)).toMatchObject({ code: 1 });
});

test('no bytes make it throw, hang or answer at length', () => {
  const broken = fc.uint8Array({ maxLength: 600 });
  const nearly = fc
    .tuple(fc.domain(), fc.boolean(), fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { maxLength: 6 }), fc.nat(80))
    .map(([name, withOption, changes, length]) => {
      const bytes = query(name, { withOption });
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      return new Uint8Array(bytes.subarray(0, length < 12 ? bytes.length : length));
    });
  fc.assert(
    fc.property(fc.oneof(broken, nearly), (bytes) => {
      for (const answer of [answerDns(bytes, address), bytes.length >= 12 ? failDns(bytes) : undefined]) {
        if (!(answer instanceof Buffer)) continue;
        expect(answer.subarray(0, 2)).toEqual(Buffer.from(bytes.subarray(0, 2)));
        expect(answer.length).toBeLessThanOrEqual(bytes.length + 27);
        // It is a response, so that two relays could never answer one another for ever.
        expect(answerDns(answer, address)).toBeUndefined();
      }
    }),
    { numRuns: 3000 },
  );
});

test('every domain of the outside world is answered', () => {
  fc.assert(
    fc.property(fc.domain(), (name) => {
      expect(ask(query(name))).toMatchObject({ code: 0, records: 1 });
    }),
  );
});
