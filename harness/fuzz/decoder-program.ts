#!/usr/bin/env node
import { createInterface } from 'node:readline';
import { createRandom, type Random } from '../random/random.ts';
import { violationMark } from './decoder-target.ts';
import { decodePulse } from './decoders/decode-pulse.ts';
import { decodePush } from './decoders/decode-push.ts';
import { FuzzViolation } from './fuzz-target.ts';

/** A decoder in a process of its own: reads seeds, a line each, and answers each with what came of its frame. */
const decoders: Readonly<Record<string, (random: Random) => string>> = {
  'pulse-decoder': decodePulse,
  'push-decoder': decodePush,
};
const decode = decoders[process.argv[2] ?? ''];
if (decode === undefined) throw new Error(`${process.argv[2]} is no decoder.`);
process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${answer(decode, Number(line))}\n`);
}

function answer(decode: (random: Random) => string, seed: number): string {
  try {
    return decode(createRandom(seed));
  } catch (error) {
    if (!(error instanceof FuzzViolation)) throw error;
    return `${violationMark}${error.message.replaceAll('\n', ' ')}`;
  }
}
