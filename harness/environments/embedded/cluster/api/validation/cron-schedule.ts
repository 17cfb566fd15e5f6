interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const fields: readonly Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: months },
  { min: 0, max: 6, names: days },
];
const descriptors = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];

/** What is wrong with a schedule, in the words of github.com/robfig/cron/v3 `ParseStandard`, which the server asks. */
export function scheduleProblem(schedule: string): string | undefined {
  const spec = /^(CRON_)?TZ=\S*\s/.test(schedule) ? schedule.slice(schedule.indexOf(' ')).trim() : schedule;
  if (spec.startsWith('@')) return descriptorProblem(spec);
  const parts = spec.split(/\s+/).filter(Boolean);
  if (parts.length !== 5) return `expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`;
  for (const [index, bounds] of fields.entries()) {
    for (const range of (parts[index] ?? '').split(',').filter(Boolean)) {
      const problem = rangeProblem(range, bounds);
      if (problem) return problem;
    }
  }
  return undefined;
}

function descriptorProblem(spec: string): string | undefined {
  if (descriptors.includes(spec)) return undefined;
  if (!spec.startsWith('@every ')) return `unrecognized descriptor: ${spec}`;
  const duration = spec.slice('@every '.length);
  if (/^[-+]?((\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h))+$/.test(duration) || /^[-+]?0$/.test(duration)) return undefined;
  return `failed to parse duration ${spec}: time: invalid duration ${JSON.stringify(duration)}`;
}

function rangeProblem(text: string, { min, max, names }: Bounds): string | undefined {
  const [range = '', ...steps] = text.split('/');
  const limits = range.split('-');
  const [low = '', high] = limits;
  let [start, end] = [min, max];
  if (low !== '*' && low !== '?') {
    const first = parse(low, names);
    if (typeof first === 'string') return first;
    start = first;
    end = first;
    if (limits.length > 2) return `too many hyphens: ${text}`;
    if (high !== undefined) {
      const last = parse(high, names);
      if (typeof last === 'string') return last;
      end = last;
    }
  }
  let step = 1;
  if (steps.length > 1) return `too many slashes: ${text}`;
  if (steps.length === 1) {
    const parsed = parse(steps[0] ?? '', undefined);
    if (typeof parsed === 'string') return parsed;
    step = parsed;
    if (limits.length === 1) end = max;
  }
  if (start < min) return `beginning of range (${start}) below minimum (${min}): ${text}`;
  if (end > max) return `end of range (${end}) above maximum (${max}): ${text}`;
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${text}`;
  return step === 0 ? `step of range should be a positive number: ${text}` : undefined;
}

function parse(text: string, names: readonly string[] | undefined): number | string {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) return names === months ? named + 1 : named;
  if (!/^[+-]?\d+$/.test(text))
    return `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
  return Number(text) < 0 ? `negative number (${Number(text)}) not allowed: ${text}` : Number(text);
}
