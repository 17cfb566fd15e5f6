/** The runtime cannot execute a container's command: exit code 128, reason `StartError`. Words of runc and containerd. */
export class StartError extends Error {
  override readonly name = 'StartError';

  constructor(executable: string) {
    const cause = executable.includes('/')
      ? `stat ${executable}: no such file or directory`
      : 'executable file not found in $PATH';
    super(
      'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: ' +
        `unable to start container process: exec: ${JSON.stringify(executable)}: ${cause}: unknown`,
    );
  }
}
