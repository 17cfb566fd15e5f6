import type { RunKey } from '../scenario/run-channel.ts';
import type { RunEvent } from '../scenario/run-event.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import { hanging, widthOf } from './columns.ts';
import { duration } from './duration.ts';
import type { Output } from './output.ts';
import { printable } from './printable.ts';
import type { RunRecord, RunRecorder } from './run-recorder.ts';
import { type Styles, stylesFor } from './styles.ts';
import type { SuiteParts } from './suite-parts.ts';
import { TerminalReport } from './terminal-report.ts';
import { wrap } from './wrap.ts';

export interface SuiteReportParts {
  readonly out: Output;
  readonly options: RunOptions;
  /** Names of the scenarios, in the order in which they are shown. */
  readonly names: readonly string[];
  readonly recorder: RunRecorder;
  readonly seeds: readonly number[];
}

/** How often a terminal's live line is drawn, milliseconds. */
const drawEvery = 100;

/** Shows several runs: a line for each scenario, in order, when it has ended; of a red one why. */
export class SuiteReport {
  readonly #out: Output;
  readonly #options: RunOptions;
  readonly #names: readonly string[];
  readonly #recorder: RunRecorder;
  readonly #seeds: readonly number[];
  readonly #styles: Styles;
  readonly #startedAt = performance.now();
  /** By the scenario's name: what it does now. */
  readonly #now = new Map<string, string>();
  #shown = 0;
  #isLive = false;
  #ticker: NodeJS.Timeout | undefined;

  constructor({ out, options, names, recorder, seeds }: SuiteReportParts) {
    this.#out = out;
    this.#options = options;
    this.#names = names;
    this.#recorder = recorder;
    this.#seeds = seeds;
    this.#styles = stylesFor(out);
    if (!out.isTTY) return;
    this.#ticker = setInterval(() => this.#draw(), drawEvery).unref();
  }

  /** After the recorder has heard of the event. */
  show({ scenario, round }: RunKey, raw: RunEvent): void {
    if (raw.type === 'step-started') {
      const which = round === 0 ? scenario : `${scenario} (round ${round + 1})`;
      this.#now.set(scenario, printable(`${which}: ${raw.title}`));
    }
    if (raw.type !== 'finished') return;
    if (round === this.#seeds.length - 1) this.#now.delete(scenario);
    this.#catchUp();
  }

  print(lines: readonly string[]): void {
    this.#clear();
    this.#line('');
    for (const line of lines) this.#line(line);
  }

  stop(): void {
    clearInterval(this.#ticker);
    this.#clear();
    this.#now.clear();
  }

  /** What was left out, then each red run with its cause, and the sum of it all in the last line. */
  conclude({ leftOut, coverage = [] }: SuiteParts, between: readonly string[]): void {
    this.stop();
    for (const name of this.#names.slice(this.#shown)) this.#scenario(printable(this.#recorder.of(name)));
    const { bad, good } = this.#styles;
    const records = this.#recorder.records;
    const untried = trialsLeftOut(records);
    for (const { name, reason } of leftOut) this.#lines(hanging(`· ${name}  `, `left out: ${reason}`, this.#width));
    for (const [title, reason] of untried)
      this.#lines(printable(hanging('· ', `${title}\nleft out: ${reason}`, this.#width)));
    this.#lines(between);
    const red = records.filter(({ ok }) => !ok);
    this.#line('');
    for (const record of red) {
      const { name, failure, seed } = printable(record);
      const cause = failure?.cause ?? 'it did not run to its end';
      const [first = '', ...rest] = hanging(`red: ${name}  `, `${cause} (seed ${seed})`, this.#width);
      this.#lines([`${bad('red')}${first.slice(3)}`, ...rest]);
    }
    const trials = records.reduce(
      (sum, { coverage }) => sum + coverage.filter(({ step }) => step !== undefined).length,
      0,
    );
    const missing = coverage.filter(({ by }) => by.length === 0).length;
    const parts = [
      `${records.length - red.length} green`,
      `${red.length} red`,
      ...(leftOut.length > 0 ? [`${leftOut.length} left out`] : []),
      ...(untried.size > 0 ? [`${number(untried.size, 'trial')} left out`] : []),
      ...(missing > 0 ? [`${number(missing, 'row')} of the catalogue missing`] : []),
    ];
    const scenarios = number(this.#names.length, 'scenario');
    const what = this.#seeds.length > 1 ? `${scenarios}, ${number(records.length, 'run')}` : scenarios;
    const of = trials > 0 ? `${what}, ${number(trials, 'trial')}` : what;
    const time = duration(performance.now() - this.#startedAt);
    const text = `${of}: ${parts.join(', ')} in ${time} · ${seedText(this.#seeds)}`;
    const [first = '', ...rest] = wrap(text, this.#width);
    this.#lines([(red.length + missing === 0 ? good : bad)(first), ...rest]);
  }

  get #width(): number {
    return widthOf(this.#out);
  }

  #line(text: string): void {
    this.#out.write(`${text}\n`);
  }

  #lines(lines: readonly string[]): void {
    for (const line of lines) this.#line(line);
  }

  #catchUp(): void {
    for (let name = this.#names[this.#shown]; name !== undefined; name = this.#names[++this.#shown]) {
      const records = this.#recorder.of(name);
      if (records.length < this.#seeds.length || records.some(({ finished }) => !finished)) return;
      this.#clear();
      this.#scenario(printable(records));
    }
  }

  #scenario(records: readonly RunRecord[]): void {
    const { good, bad } = this.#styles;
    const red = records.filter(({ ok }) => !ok);
    const longest = Math.max(...this.#names.map((name) => name.length));
    const [first] = records;
    if (first === undefined) return;
    const trials = first.coverage.filter(({ step }) => step !== undefined).length;
    const rounds = records.length > 1 ? `${records.length - red.length} of ${records.length} green. ` : '';
    const size = trials > 0 ? ` ${number(trials, 'trial')}.` : '';
    const time = duration(records.reduce((sum, { milliseconds }) => sum + milliseconds, 0));
    const label = `✔ ${first.name.padEnd(longest)}  `;
    const room = this.#width - time.length - 2;
    const [line = '', ...rest] = hanging(label, `${rounds}${first.title}.${size}`, room);
    const mark = red.length === 0 ? good('✔') : bad('✘');
    this.#lines([`${mark}${line.slice(1).padEnd(room)} ${this.#styles.dim(time)}`, ...rest]);
    for (const record of red) this.#details(record);
  }

  /** Of a red run what is red. */
  #details({ round, seed, steps, expectations, failure }: RunRecord): void {
    const rounds = this.#seeds.length > 1;
    if (rounds) this.#line(this.#styles.dim(`  round ${round + 1}, seed ${seed}:`));
    const report = new TerminalReport(this.#out, this.#options);
    for (const step of steps) if (!step.ok) report.show({ type: 'step-finished', ...step });
    for (const line of expectations) if (!line.met) report.show({ type: 'expectation', line });
    if (failure !== undefined) report.show({ type: 'failure', failure });
    this.#line('');
  }

  #draw(): void {
    const now = [...this.#now.values()];
    if (now.length === 0) return;
    const elapsed = duration(performance.now() - this.#startedAt);
    const count = `${this.#shown} of ${this.#names.length}`;
    const room = this.#width - elapsed.length - 3;
    const text = `${count} · ${now.join(' · ')}`;
    const shown = text.length > room ? `${text.slice(0, room - 1)}…` : text.padEnd(room);
    this.#out.write(`\r\x1b[2K${this.#styles.dim('›')} ${shown} ${this.#styles.dim(elapsed)}`);
    this.#isLive = true;
  }

  #clear(): void {
    if (this.#isLive) this.#out.write('\r\x1b[2K');
    this.#isLive = false;
  }
}

/** With the scenario's name in front of a trial's title, the reason. */
function trialsLeftOut(records: readonly RunRecord[]): Map<string, string> {
  const trials = records.flatMap(({ name, coverage }) =>
    coverage.flatMap(({ step, verdict, reason = '' }): [string, string][] =>
      step !== undefined && verdict === 'left out' ? [[`${name} · ${step}`, reason]] : [],
    ),
  );
  return new Map(trials);
}

function seedText(seeds: readonly number[]): string {
  const different = [...new Set(seeds)];
  return different.length === 1 ? `seed ${different[0]}` : `${different.length} seeds`;
}

function number(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
