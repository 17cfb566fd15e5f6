#!/usr/bin/env node
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { type RunRemains, removeRun } from './remove-run.ts';

/**
 * Outlives the harness: reads from it what there is to be removed, a line of JSON at a time, and which processes it started
 * that would go on making things. When its input ends without a word, the harness was killed, and this process cleans up.
 */
export type WatchMessage =
  | { readonly type: 'remains'; readonly remains: RunRemains }
  | { readonly type: 'started' | 'ended'; readonly pid: number }
  | { readonly type: 'released' };

/** Of what comes late. */
const looks = 10;
const glance = 1000;

let remains: RunRemains | undefined;
const groups = new Set<number>();

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line) as WatchMessage;
  if (message.type === 'remains') remains = message.remains;
  else if (message.type === 'started') groups.add(message.pid);
  else if (message.type === 'ended') groups.delete(message.pid);
  else process.exit();
}
for (const pid of groups) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended since.
  }
}
if (remains !== undefined) {
  await removeRun(remains, groups);
  // What the harness itself had asked of Docker may be made yet.
  for (let look = 0; look < looks; look++) {
    await delay(glance);
    await removeRun(remains);
  }
}
