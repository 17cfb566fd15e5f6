import { strict as assert } from 'node:assert';
import {
  allOf,
  endpointAt,
  inPlugin,
  inSequence,
  plant,
  scanInputs,
  trialScenario,
  variable,
} from '../harness/index.ts';

const everything = inPlugin('qscan', 'config.sample_rate', 1);
const email = plant('EMAIL_ADDRESS');
const path = '/v1/files';
/** An exchange whose request is a text, with what its head says of it. */
const sent = (
  parts: readonly (string | typeof email)[],
  how: { contentType?: string; as?: 'latin-1' | 'gzip'; contentEncoding?: string } = {},
) => endpointAt(path, { request: () => ({ kind: 'text', parts, ...how }) });
const usual = endpointAt(path);
const binary = ['application/octet-stream', 'application/pdf', 'image/svg+xml', 'audio/mpeg', 'video/mp4'];
const long = ['Please write to ', email, '. ', 'The parcel came late. '.repeat(200), 'Or to ', email, '.'];
const withLong = inSequence(usual, sent(long));
const smallBuffer = allOf(everything, variable('qtap', 'HTTP_BUFFER_SIZE', '1kb'));

trialScenario(
  {
    name: 'bodies',
    title: 'What becomes of a body depends on its size and on what its head says of it',
    about: `Qtap decides by content type, encoding and size whether the scanner ever sees a body. Most of it is silent: a sampled
      exchange used up its place, and its personal data was not looked for.`,
    tags: ['capture', 'scanning'],
  },
  [
    {
      id: 'body-oversize',
      title: 'JSON of more than 1 MiB, and 200 KiB of signs that JSON escapes',
      how: 'behaviour',
      change: everything,
      byTraffic: true,
      ownTraffic: inSequence(usual, sent([email, ' '.repeat(1_100_000)]), sent([email, '<'.repeat(200_000)])),
      ends: /^Qtap skipped 2 sampled exchanges whose scan input is over 1 MiB/,
      shows: (seen) => {
        const stored = scanInputs(seen);
        assert.equal(stored.length, 1, `${stored.length} scan inputs are in the bucket`);
        return 'of 3 sampled exchanges 1 is in the bucket';
      },
    },
    {
      id: 'body-binary',
      title: 'bodies of binary types, and text that says it is a picture',
      how: 'behaviour',
      change: everything,
      byTraffic: true,
      ownTraffic: inSequence(
        usual,
        binary.map((contentType) => sent(['<svg>', email, '</svg>'], { contentType })),
        sent(['Please write to ', email], { contentType: 'Image/PNG; name=letter.txt' }),
      ),
      ends: /^Qtap never has bodies of these content types scanned.*image\/svg\+xml.*\(left out of sampled exchanges: 6\); send what is text with a type that says so/,
      shows: (seen) => {
        const stored = scanInputs(seen).map(({ request }) => request);
        const without = stored.filter(({ headers, body }) => headers !== undefined && body === undefined);
        assert.equal(without.length, 6, `${without.length} of ${stored.length} scan inputs have headers and no body`);
        return '6 scan inputs have headers and no body';
      },
    },
    {
      id: 'body-text-like',
      title: 'compressed, in parts, without type, not UTF-8, not compressed although it says so: all of it is scanned',
      how: 'behaviour',
      change: everything,
      byTraffic: true,
      ownTraffic: inSequence(
        usual,
        sent(['Please write to ', email], { as: 'gzip' }),
        endpointAt(path, { request: () => ({ kind: 'form', as: 'multipart', fields: { mail: email } }) }),
        sent(['Please write to ', email], { contentType: '' }),
        sent(['Bitte schreiben Sie an Jürgen: ', email], { as: 'latin-1', contentType: 'text/plain; charset=latin1' }),
        sent(['Please write to ', email], { contentEncoding: 'gzip' }),
      ),
      ends: 'green',
      shows: (seen) => {
        const stored = scanInputs(seen);
        assert.equal(stored.length, 6, `${stored.length} scan inputs are in the bucket`);
        const sentOtherwise = stored.filter(({ exchange }) => exchange.request.sent !== undefined);
        assert.equal(sentOtherwise.length, 2, 'nothing compressed or in another encoding is among them');
        // Without the texts in its message: they hold what was planted.
        const altered = stored.filter(({ request, exchange }) => request.body !== exchange.request.body);
        assert.equal(altered.length, 0, `${altered.length} bodies are stored otherwise than they read`);
        assert(
          stored.some(({ request }) => request.body?.includes('J\ufffdrgen')),
          'no invalid byte was replaced',
        );
        return '6 bodies scanned as text, the byte that is no UTF-8 as U+FFFD';
      },
    },
    {
      id: 'buffer-cut',
      title: 'a body of 4 KiB, a buffer of 1 KiB that cuts it',
      how: 'behaviour',
      change: smallBuffer,
      ownTraffic: withLong,
      ends: /^Qtap takes no more of a body than HTTP_BUFFER_SIZE \(1kb\): 1 body of a sampled exchange was cut, .*; raise HTTP_BUFFER_SIZE/,
      at: /HTTP_BUFFER_SIZE/,
      shows: (seen) => {
        const lengths = scanInputs(seen).map(({ request }) => request.body?.length ?? 0);
        assert(lengths.includes(1024), `bodies of ${lengths.join(' and ')} characters`);
        return '1,024 bytes of the body are stored';
      },
    },
    {
      id: 'buffer-cut',
      title: 'the same, should Qtap drop what is larger (nobody outside knows)',
      how: 'behaviour',
      change: smallBuffer,
      additions: { qtap: { oversizedBody: 'dropped' } },
      ownTraffic: withLong,
      ends: /^Qtap takes no more of a body than HTTP_BUFFER_SIZE \(1kb\): 1 body of a sampled exchange was dropped, .*; raise HTTP_BUFFER_SIZE/,
      at: /HTTP_BUFFER_SIZE/,
    },
  ],
);
