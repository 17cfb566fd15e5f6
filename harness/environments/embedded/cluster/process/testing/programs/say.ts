/** Hands a value to the test that started this program. */
export function say(value: unknown): void {
  process.stdout.write(`say ${JSON.stringify(value)}\n`);
}

/** What the promise gives, or the error's code and message. */
export async function outcome(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    const failure = (error as { cause?: unknown }).cause ?? error;
    const { code, message } = failure as NodeJS.ErrnoException;
    return { code, message };
  }
}
