/** The runtime cannot execute a container's command: exit code 128, reason `StartError`. Words of runc and containerd. */
export class StartError extends Error {
  override readonly name = 'StartError';

  constructor(executable: string) {
    super(
      'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: ' +
        `unable to start container process: ${executableFault(executable)}: unknown`,
    );
  }
}

/** Why runc cannot execute what the container has not. */
export function executableFault(executable: string): string {
  const cause = executable.includes('/')
    ? `stat ${executable}: no such file or directory`
    : 'executable file not found in $PATH';
  return `exec: ${JSON.stringify(executable)}: ${cause}`;
}
