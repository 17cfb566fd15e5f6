import { startRecording } from '../record/start-recording.ts';

/** Records what `calls` does against an origin, and resolves when all of it is written. */
export async function recordCalls(
  origin: URL,
  folder: string,
  calls: (recorder: string) => Promise<unknown>,
): Promise<void> {
  await using recording = await startRecording({ origin, folder, recorded: () => undefined });
  await calls(`http://127.0.0.1:${recording.port}`);
}
