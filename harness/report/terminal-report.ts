import { formatPosition } from '../errors/source-position.ts';
import type { ExpectationLine, Failure, RunEvent } from '../scenario/run-event.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import { widthOf } from './columns.ts';
import { duration } from './duration.ts';
import type { Output } from './output.ts';
import { printable } from './printable.ts';
import { type Styles, stylesFor } from './styles.ts';
import { wrap } from './wrap.ts';

const indent = '  ';

/** Of a broken expectation: the cause stands below, and should be seen. */
const mostDetails = 12;
const headlines: Record<Failure['kind'], string> = {
  scenario: 'FAILED',
  input: 'UNREADABLE',
  environment: 'NOT SET UP',
};

/** Shows a run as it goes: steps that live on a terminal, plain lines in a pipe, nothing wider than the terminal. */
export class TerminalReport {
  readonly #out: Output;
  readonly #options: RunOptions;
  readonly #styles: Styles;
  #live: { readonly title: string; readonly startedAt: number; progress: string } | undefined;
  #ticker: NodeJS.Timeout | undefined;
  #expectations = 0;

  constructor(out: Output, options: RunOptions) {
    this.#out = out;
    this.#options = options;
    this.#styles = stylesFor(out);
  }

  show(raw: RunEvent): void {
    const event = printable(raw);
    if (event.type === 'scenario') this.#scenario(event.name, event.title);
    else if (event.type === 'step-started') this.#startStep(event.title);
    else if (event.type === 'step-progress' && this.#live !== undefined) this.#live.progress = event.text;
    else if (event.type === 'step-finished') this.#finishStep(event);
    else if (event.type === 'expectation') this.#expectation(event.line);
    else if (event.type === 'failure') this.#failure(event.failure);
    else if (event.type === 'finished') this.#finished(event);
  }

  /** Prints lines of the CLI's own below what was shown. */
  print(lines: readonly string[]): void {
    this.#line('');
    for (const line of lines) this.#line(`${indent}${line}`);
  }

  /** Leaves the terminal as it should be when the run ends in the middle of a step. */
  stop(): void {
    this.#clearLive();
    this.#live = undefined;
  }

  get #width(): number {
    return widthOf(this.#out);
  }

  #line(text: string): void {
    this.#out.write(`${text}\n`);
  }

  #scenario(name: string, title: string): void {
    const { strong, dim } = this.#styles;
    this.#line('');
    const [first = '', ...rest] = wrap(`${name}  ${title}`, this.#width - 1);
    this.#line(`${strong(name)}${first.slice(name.length)}`);
    for (const line of rest) this.#line(`${indent}${line}`);
    this.#line(dim(`seed ${this.#options.seed} · run ${this.#options.runId} · ${this.#options.environment.name}`));
    this.#line('');
  }

  #startStep(title: string): void {
    this.#live = { title, startedAt: performance.now(), progress: '' };
    if (!this.#out.isTTY) return;
    this.#drawLive();
    this.#ticker = setInterval(() => this.#drawLive(), 100);
    this.#ticker.unref();
  }

  #drawLive(): void {
    if (this.#live === undefined) return;
    const { title, startedAt, progress } = this.#live;
    const elapsed = duration(performance.now() - startedAt);
    const text = progress === '' ? title : `${title}: ${progress}`;
    const room = this.#width - indent.length - 2 - elapsed.length - 2;
    const shown = text.length > room ? `${text.slice(0, room - 1)}…` : text.padEnd(room);
    this.#out.write(`\r\x1b[2K${indent}${this.#styles.dim('›')} ${shown} ${this.#styles.dim(elapsed)}`);
  }

  #clearLive(): void {
    clearInterval(this.#ticker);
    if (this.#live !== undefined && this.#out.isTTY) this.#out.write('\r\x1b[2K');
  }

  #finishStep(step: Extract<RunEvent, { type: 'step-finished' }>): void {
    this.#clearLive();
    this.#live = undefined;
    const { good, bad, dim } = this.#styles;
    const elapsed = duration(step.milliseconds);
    const room = this.#width - indent.length - 2 - elapsed.length - 1;
    const [first = '', ...rest] = wrap(step.title, room);
    this.#line(`${indent}${step.ok ? good('✔') : bad('✘')} ${first.padEnd(room)} ${dim(elapsed)}`);
    for (const line of rest) this.#line(`${indent}  ${line}`);
    for (const note of step.notes) this.#block(note, indent.length + 4, dim);
  }

  #expectation({ name, met, expected, observed, remark, details }: ExpectationLine): void {
    const { good, bad, dim, strong } = this.#styles;
    const columns = columnsOf(this.#width);
    if (this.#expectations++ === 0) {
      this.#line('');
      this.#line(dim(row(['', 'expected', 'observed'], columns)));
    }
    const cells = [name, expected, observed].map((text, index) => wrap(text, columns[index] ?? 20));
    const height = Math.max(...cells.map((lines) => lines.length));
    for (let index = 0; index < height; index++) {
      const text = row(
        cells.map((lines) => lines[index] ?? ''),
        columns,
      ).trimEnd();
      const mark = index > 0 ? ' ' : met ? good('✔') : bad('✘');
      this.#line(`${indent}${mark}${met ? text.slice(3) : strong(text.slice(3))}`);
    }
    if (remark !== undefined) this.#block(remark, indent.length + 4, met ? dim : bad);
    const shown = met ? details : details.slice(0, mostDetails);
    for (const detail of shown) this.#block(detail, indent.length + 4, dim);
    const left = details.length - shown.length;
    if (left > 0) this.#block(`… ${left} more lines with --json FILE`, indent.length + 4, dim);
  }

  #failure({ kind, cause, positions, evidence }: Failure): void {
    const { bad, dim, strong } = this.#styles;
    this.#line('');
    const headline = headlines[kind];
    const [first = '', ...rest] = wrap(`${headline}  ${cause}`, this.#width - 1);
    this.#line(`${bad(headline)}${strong(first.slice(headline.length))}`);
    for (const line of rest) this.#line(strong(`${indent}${line}`));
    for (const position of positions) this.#line(`${indent}look at ${formatPosition(position)}`);
    for (const line of evidence) this.#block(line, indent.length, dim);
  }

  #finished({ ok, milliseconds }: Extract<RunEvent, { type: 'finished' }>): void {
    const { good, bad, dim } = this.#styles;
    this.#line('');
    this.#line(
      `${ok ? good('green') : bad('red')} ${dim(`in ${duration(milliseconds)} · seed ${this.#options.seed}`)}`,
    );
  }

  #block(text: string, margin: number, paint: (text: string) => string): void {
    for (const part of text.split('\n')) {
      for (const line of wrap(part, this.#width - margin)) this.#line(`${' '.repeat(margin)}${paint(line)}`);
    }
  }
}

/** Widths of name, expected and observed; they leave room for the margin, the mark and two gaps. */
function columnsOf(width: number): readonly [number, number, number] {
  const room = width - indent.length - 2 - 4;
  const name = Math.min(20, Math.floor(room * 0.3));
  const expected = Math.floor((room - name) / 2);
  return [name, expected, room - name - expected];
}

function row(cells: readonly string[], columns: readonly number[]): string {
  return `${indent}  ${cells.map((cell, index) => cell.padEnd(columns[index] ?? 0)).join('  ')}`;
}
