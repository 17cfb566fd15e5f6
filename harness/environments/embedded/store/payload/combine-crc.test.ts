import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digest } from './checksum.ts';
import { combineCrc } from './combine-crc.ts';
import { runningDigest } from './running-digest.ts';

test.each(['crc32', 'crc32c', 'crc64nvme'] as const)('%s of a whole follows from its parts', (algorithm) => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 5 }), (contents) => {
      const parts = contents.map((content) => Buffer.from(content));
      const whole = digest(algorithm, Buffer.concat(parts));
      expect(
        combineCrc(
          algorithm,
          parts.map((part) => ({ crc: digest(algorithm, part), length: part.length })),
        ),
      ).toEqual(whole);
      const running = runningDigest(algorithm);
      for (const part of parts) running.update(part);
      expect(running.digest()).toEqual(whole);
    }),
  );
});
