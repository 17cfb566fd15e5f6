import { appendFile } from 'node:fs/promises';
import { githubAnnotations } from '../report/github-annotations.ts';
import { githubSummary } from '../report/github-summary.ts';
import type { Output } from '../report/output.ts';
import type { RunRecord } from '../report/run-recorder.ts';
import type { SuiteParts } from '../report/suite-parts.ts';

/** In a workflow of GitHub's: an annotation for each red run, and the page's summary. Elsewhere nothing. */
export async function tellGithub(
  records: readonly RunRecord[],
  parts: SuiteParts,
  out: Output,
  { GITHUB_ACTIONS, GITHUB_WORKSPACE, GITHUB_STEP_SUMMARY }: NodeJS.ProcessEnv,
): Promise<void> {
  if (GITHUB_ACTIONS !== 'true') return;
  for (const line of githubAnnotations(records, GITHUB_WORKSPACE ?? process.cwd())) out.write(`${line}\n`);
  if (GITHUB_STEP_SUMMARY === undefined || GITHUB_STEP_SUMMARY === '') return;
  try {
    await appendFile(GITHUB_STEP_SUMMARY, githubSummary(records, parts));
  } catch (error) {
    process.stderr.write(`GITHUB_STEP_SUMMARY could not be written: ${(error as Error).message}\n`);
  }
}
