/** One sample of the Prometheus text format. */
export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const sampleLine = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?\s*$/;
const labelPair = /\s*([A-Za-z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*,?/gy;
const escapes: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

/**
 * Reads the samples of a page in the Prometheus text format (exposition format 0.0.4), names as they stand. Comments and
 * lines that are no sample are skipped.
 */
export function metricSamples(text: string): MetricSample[] {
  return text.split('\n').flatMap((line) => {
    const match = line.startsWith('#') ? null : sampleLine.exec(line);
    if (!match) return [];
    const [, name = '', labels = '', value = ''] = match;
    return [{ name, labels: readLabels(labels), value: readValue(value) }];
  });
}

function readLabels(text: string): Record<string, string> {
  const pairs = [...text.matchAll(labelPair)].map(([, name = '', value = '']): [string, string] => [
    name,
    value.replaceAll(/\\(.)/g, (_, sign: string) => escapes[sign] ?? sign),
  ]);
  return Object.fromEntries(pairs);
}

function readValue(text: string): number {
  return /^[+-]?inf/i.test(text) ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text);
}
