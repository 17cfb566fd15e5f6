/** One line of an agent's log, of JSON or plain text. */
export interface LogMessage {
  readonly level: string;
  /** The message with its error, if it has one. */
  readonly text: string;
}

/** The lines of a log. Fields beside level, message and error are left out: a message is what the product documents. */
export function logMessages(log: string): LogMessage[] {
  return log
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(logMessage);
}

/** Lines that tell of trouble: error and fatal, or plain text that nobody has given a level. */
export function troubleIn(log: string): string[] {
  return logMessages(log)
    .filter(({ level }) => /^(error|fatal|panic|critical|dpanic)$/i.test(level))
    .map(({ text }) => text);
}

function logMessage(line: string): LogMessage {
  try {
    const entry = JSON.parse(line) as Record<string, unknown>;
    const message = String(entry.msg ?? entry.message ?? line);
    const error = entry.error ?? entry.err;
    return { level: String(entry.level ?? ''), text: error === undefined ? message : `${message}: ${String(error)}` };
  } catch {
    return { level: /\b(error|fatal|warn(?:ing)?|info|debug)\b/i.exec(line)?.[1] ?? '', text: line.trim() };
  }
}
