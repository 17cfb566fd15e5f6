import { AssertionError } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { ScenarioFailure } from '../errors/scenario-failure.ts';
import { formatPosition } from '../errors/source-position.ts';
import type { Failure } from '../scenario/run-event.ts';
import type { Seen, Trial } from './trial.ts';

/** What was seen of a trial, a sentence each. Throws `ScenarioFailure` where it is not what the trial has to show. */
export async function judgeTrial(trial: Trial, seen: Seen): Promise<string[]> {
  const { failure } = seen;
  const { leaks } = seen;
  if (leaks !== undefined && leaks > 0 && !trial.leaks)
    throw new ScenarioFailure(`${trial.id}: ${leaks} planted values leaked besides.`, failure);
  if (leaks === 0 && trial.leaks) throw new ScenarioFailure(`${trial.id}: no planted value leaked, as one should.`);
  const notes = trial.ends === 'green' ? green(trial, failure) : await red(trial, trial.ends, seen);
  if (trial.shows !== undefined) notes.push(await shown(trial, trial.shows, seen));
  return notes;
}

function green({ id }: Trial, failure: Failure | undefined): string[] {
  if (failure === undefined) return [];
  throw new ScenarioFailure(`${id}: the run should be green, and is red: ${failure.cause}`, failure);
}

async function red({ id, at }: Trial, says: RegExp, { failure, files }: Seen): Promise<string[]> {
  if (failure === undefined) throw new ScenarioFailure(`${id}: the run is green, so nobody would hear of it.`);
  if (!says.test(failure.cause)) {
    throw new ScenarioFailure(`${id}: the run is red with another cause: ${failure.cause}`, failure);
  }
  if (typeof at === 'function') {
    const place = files && at(files);
    const isThere = failure.positions.some(({ file, line }) => file === place?.file && line === place.line);
    if (!isThere) {
      const where = place === undefined ? 'a place that the files do not have' : formatPosition(place);
      throw new ScenarioFailure(`${id}: the run points at another line than ${where}.`, failure);
    }
  } else if (at !== undefined) {
    const lines = await Promise.all(failure.positions.map(({ file, line = 0 }) => lineOf(file, line)));
    if (!lines.some((text) => at.test(text))) {
      throw new ScenarioFailure(`${id}: the run points at another line than ${at}.`, failure);
    }
  }
  return [`red: ${failure.cause}`];
}

/**
 * What a check says is not so; undefined for an error of the check itself. What an assertion writes by itself holds the values that
 * were compared, whole logs among them: its first line says what was asked.
 */
function verdictOf(error: Error): string | undefined {
  if (error instanceof ScenarioFailure) return error.message;
  if (error.name !== 'AssertionError') return undefined;
  const isOwn = error instanceof AssertionError && !error.generatedMessage;
  return isOwn ? error.message : error.message.split('\n')[0];
}

async function lineOf(file: string, line: number): Promise<string> {
  return (await readFile(file, 'utf8')).split('\n')[line - 1] ?? '';
}

async function shown({ id }: Trial, shows: NonNullable<Trial['shows']>, seen: Seen): Promise<string> {
  try {
    return await shows(seen);
  } catch (error) {
    const words = verdictOf(error as Error);
    if (words === undefined) throw error;
    throw new ScenarioFailure(`${id}: ${words}`, seen.failure);
  }
}
