import { type FuzzResult, runFuzz } from '../fuzz/run-fuzz.ts';
import { duration } from '../report/duration.ts';
import { type Output, standardOutput } from '../report/output.ts';
import { wrap } from '../report/wrap.ts';
import { exitCode } from './exit-code.ts';
import { fuzzArguments } from './fuzz-arguments.ts';
import { fuzzHelp } from './fuzz-help.ts';
import { onInterrupt } from './on-interrupt.ts';
import { runCommand } from './run-command.ts';

const count = new Intl.NumberFormat('en-US');

/** `npm run fuzz -- FLAGS`. */
export function fuzzCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const output = standardOutput();
    const { targets, seed, first, help } = fuzzArguments(args, process.env);
    if (help) {
      output.write(fuzzHelp);
      return exitCode.green;
    }
    const stop = new AbortController();
    using _ = onInterrupt(() => stop.abort());
    const { signal } = stop;
    const startedAt = performance.now();
    let sent = 0;
    for (const { target, frames } of targets) {
      const progress = progressOf(output, target.what, frames);
      const began = performance.now();
      let result: FuzzResult;
      let ofTarget = 0;
      const onProgress = (done: number) => {
        ofTarget = done;
        progress.show(done);
      };
      try {
        result = await runFuzz({ target, seed, first, frames, signal, onProgress });
      } catch (error) {
        if (!signal.aborted) throw error;
        progress.clear();
        output.write(`interrupted after ${count.format(sent + ofTarget)} frames\n`);
        return exitCode.interrupted;
      }
      progress.clear();
      sent += result.sent;
      output.write(linesOf(target.what, result, performance.now() - began, output.columns ?? 80));
      const { violation } = result;
      if (violation !== undefined) {
        const { from, to, message } = violation;
        const frames = from === to ? `frame ${from}` : `one of frames ${from} to ${to}`;
        output.write(`      ${frames}: ${message}\n`);
        const again = `${target.name} --seed ${seed} --first ${from} --frames ${to - from + 1}`;
        output.write(`      again: npm run fuzz -- ${again}\n`);
        output.write(`red after ${count.format(sent)} frames · seed ${seed}\n`);
        return exitCode.red;
      }
    }
    output.write(`green in ${duration(performance.now() - startedAt)} · ${count.format(sent)} frames · seed ${seed}\n`);
    return exitCode.green;
  });
}

function linesOf(what: string, { sent, outcomes, violation }: FuzzResult, took: number, width: number): string {
  const parts = [...outcomes].sort(([, left], [, right]) => right - left);
  // A part is broken last.
  const shown = parts.map(([outcome, times]) => `${outcome} ${count.format(times)}`.replaceAll(' ', '\u00a0'));
  const sign = violation === undefined ? '✔' : '✖';
  const head = wrap(`${sign} ${what}: ${count.format(sent)} frames in ${duration(took)}`, width - 2);
  const lines = wrap(shown.join(' · ').replaceAll(' · ', '\u00a0· '), width - 6);
  const text = [...head.map((line) => `  ${line}`), ...lines.map((line) => `      ${line}`)].join('\n');
  return `${text.replaceAll('\u00a0', ' ')}\n`;
}

/** A line on a terminal that is written over; elsewhere nothing. */
function progressOf(output: Output, what: string, frames: number) {
  let shownAt = 0;
  const isShown = output.isTTY;
  return {
    show(sent: number) {
      if (!isShown || performance.now() - shownAt < 100) return;
      shownAt = performance.now();
      output.write(
        `\r\x1b[2K  ${what}: ${count.format(sent)} of ${count.format(frames)}`.slice(0, output.columns ?? 80),
      );
    },
    clear() {
      if (isShown) output.write('\r\x1b[2K');
    },
  };
}
