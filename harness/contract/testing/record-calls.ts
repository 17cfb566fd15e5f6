import { startRecording } from '../record/start-recording.ts';

/** Records what `calls` does against an origin, and resolves when all of it is written. */
export async function recordCalls(
  origin: URL,
  folder: string,
  calls: (recorder: string) => Promise<unknown>,
  fields: readonly string[] = [],
): Promise<void> {
  await using recording = await startRecording({ origin, folder, fields, recorded: () => undefined });
  await calls(`http://127.0.0.1:${recording.port}`);
}
