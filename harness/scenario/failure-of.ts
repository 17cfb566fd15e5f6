import { EnvironmentError } from '../errors/environment-error.ts';
import { InputError } from '../errors/input-error.ts';
import { ScenarioFailure } from '../errors/scenario-failure.ts';
import { isThrownByStory, placeInStory } from './place-in-story.ts';
import type { Failure } from './run-event.ts';

/** What a run says of an error that ended it. An error of no known class is the harness's own fault and comes with its stack. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ScenarioFailure) {
    return { kind: 'scenario', cause: error.message, positions: error.positions, evidence: error.evidence };
  }
  if (error instanceof InputError) {
    return { kind: 'input', cause: error.message, positions: [], evidence: [] };
  }
  const { name, message, stack = '' } = error instanceof Error ? error : { name: '', message: String(error) };
  if (error instanceof EnvironmentError) return { kind: 'environment', cause: message, positions: [], evidence: [] };
  const place = placeInStory(stack);
  const positions = place === undefined ? [] : [place];
  // What a scenario asserts by itself is under test; what else its own code throws is for its author to mend.
  if (name === 'AssertionError') return { kind: 'scenario', cause: message, positions, evidence: [] };
  if (isThrownByStory(stack)) {
    return { kind: 'input', cause: `The scenario's own code failed: ${name}: ${message}`, positions, evidence: [] };
  }
  const frames = stack.split('\n').filter((line) => line.trimStart().startsWith('at '));
  return {
    kind: 'environment',
    cause: `The harness itself failed: ${message}`,
    positions: [],
    evidence: frames.slice(0, 6).map((line) => line.trim()),
  };
}
