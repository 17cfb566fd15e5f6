import type { RecordedExchange } from './start-recording.ts';

/** One line on an exchange that has passed; it holds no value of it. */
export function formatRecorded({ number, method, path, bytes, fixture, failure }: RecordedExchange): string {
  const head = `${String(number).padStart(4, '0')} ${method} ${path}`;
  if (fixture === undefined) return `${head} · ${failure}`;
  const { answer, brokenBy } = fixture;
  const outcome = [String(answer.status), answer.code].filter((part) => part !== undefined).join(' ');
  const broken = brokenBy === undefined ? [] : [`broken off by the ${brokenBy}`];
  return [head, outcome, `${bytes.request} B out`, `${bytes.answer} B in`, ...broken].join(' · ');
}
