import fc from 'fast-check';
import { expect, test } from 'vitest';
import { captured } from '../testing/captured.ts';
import { runPlugin } from '../testing/run-plugin.ts';

// Reference, qtap-plugins.md section 2 and artifacts.md section 5.

/** The five words that are levels, among words that hardly are. */
const word = fc.oneof(
  fc.constantFrom('none', 'summary', 'headers', 'full', 'details'),
  fc.constantFrom('Full', 'FULL', 'None', 'body', 'all', 'header', 'sumary'),
  fc.stringMatching(/^[a-z]{3,9}$/),
);

/** What the table says of a word; nothing is stored at `none`. */
function expectedParts(level: string): { headers: boolean; body: boolean } | undefined {
  if (level === 'none') return undefined;
  return { headers: level !== 'summary', body: level === 'full' };
}

const plugin = (config: object) => JSON.stringify({ type: 'http_capture', config });

async function storedParts(config: object, exchange = captured()) {
  const { stored, lines } = await runPlugin(plugin(config), [exchange]);
  const [document] = stored.map(({ bytes }) => JSON.parse(bytes.toString()));
  const parts =
    document &&
    ['request', 'response'].map((side) => ({ headers: 'headers' in document[side], body: 'body' in document[side] }));
  return { parts, document, lines };
}

test('level-misspelt: any word but the levels stores headers and no bodies', async () => {
  await fc.assert(
    fc.asyncProperty(word, async (level) => {
      const expected = expectedParts(level);
      const { parts } = await storedParts({ level });
      expect({ level, parts }).toEqual({ level, parts: expected && [expected, expected] });
    }),
  );
});

test('bodies are base64 of every byte, and empty fields are left out', async () => {
  const bytes = fc.uint8Array({ maxLength: 60 }).map((each) => Buffer.from(each));
  await fc.assert(
    fc.asyncProperty(bytes, bytes, async (requestBody, responseBody) => {
      const { document } = await storedParts({ level: 'full' }, captured({ requestBody, responseBody }));
      for (const [side, body] of [
        ['request', requestBody],
        ['response', responseBody],
      ] as const) {
        if (body.length === 0) expect(document[side]).not.toHaveProperty('body');
        else expect(Buffer.from(document[side].body, 'base64')).toEqual(body);
      }
    }),
  );
});

test('the first rule that matches decides level and format, a broken or never matching one is as if it were not there', async () => {
  const matching = fc.constantFrom('http.res.status >= 400', 'http.req.method == "POST"', 'http.req.host == "crm"');
  const passing = fc.constantFrom(
    'http.res.status >= 600',
    'http.req.headers.x-absent == "1"',
    'http.res.headers.x > 3',
  );
  const broken = fc.constantFrom('http.res.status >', '(http.res.status == 1', '"', '');
  const rule = fc.record({
    when: fc.oneof(
      matching.map((expr) => ({ expr, holds: true })),
      passing.map((expr) => ({ expr, holds: false })),
      broken.map((expr) => ({ expr, holds: false })),
    ),
    level: word,
  });
  await fc.assert(
    fc.asyncProperty(word, fc.array(rule, { maxLength: 5 }), async (level, rules) => {
      const config = {
        level,
        rules: rules.map((each, index) => ({ name: `${index}`, expr: each.when.expr, level: each.level })),
      };
      const expected = expectedParts(rules.find(({ when }) => when.holds)?.level ?? level);
      const { parts, lines } = await storedParts(config, captured({ status: 503 }));
      expect(parts).toEqual(expected && [expected, expected]);
      const faults = rules.filter(({ when }) =>
        ['http.res.status >', '(http.res.status == 1', '"', ''].includes(when.expr),
      );
      expect(lines.filter((line) => line === 'error parsing log rule')).toHaveLength(faults.length);
    }),
  );
});

test('without a status no rule about one matches, and the summary says 422', async () => {
  const operator = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');
  await fc.assert(
    fc.asyncProperty(operator, fc.constantFrom(0, 200, 422, 500), async (compare, status) => {
      const config = { level: 'summary', rules: [{ expr: `http.res.status ${compare} ${status}`, level: 'full' }] };
      const { parts } = await storedParts(config, captured({ status: undefined }));
      expect(parts).toEqual(Array(2).fill({ headers: false, body: false }));
    }),
  );
});
