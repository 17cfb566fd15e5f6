import type { Readable } from 'node:stream';

/** A folder, file or socket of the machine that the container sees at `path`; both absolute. */
export interface ContainerMount {
  readonly path: string;
  readonly source: string;
  readonly readOnly: boolean;
  /** Nothing at or below `path` can be used: EACCES, whoever the user is. `source` is then `path`. */
  readonly hidden?: boolean;
}

export interface ContainerProcessOptions {
  /** Absolute path of a script that Node can run: JavaScript or TypeScript. Without one `args` are Node's own. */
  readonly script?: string | undefined;
  readonly args: readonly string[];
  /** As process 1 of a container it is not ended by signals that it does not handle, SIGKILL apart. */
  readonly isFirstProcess?: boolean;
  /**
   * The container's environment with the pod attachment's added. Nothing else reaches the process but PATH, and HOME=/
   * unless given. `NODE_OPTIONS` may hold options of the container's own: the preload is added when it is missing.
   */
  readonly environment: Readonly<Record<string, string>>;
  readonly mounts: readonly ContainerMount[];
  /** Path in the container; `/` when left out or when there is no such folder. */
  readonly workingDirectory?: string | undefined;
  /** Real folder for Node's compile cache: halves the start-up of TypeScript programs from the second start on. */
  readonly compileCache?: string | undefined;
  /** What the process reads; nothing when left out. */
  readonly stdin?: Readable | undefined;
  /** Output waits for the promise that is returned, and the process with it. */
  readonly onOutput: (stream: 'stdout' | 'stderr', chunk: Buffer) => Promise<void> | void;
}

export interface ContainerExit {
  /** Null when a signal ended the process. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ContainerProcess {
  readonly pid: number;
  /** Settles when the process has ended, its group was killed and all its output was delivered. Never rejects. */
  readonly exited: Promise<ContainerExit>;
  /** Sends a signal to the process and its whole group; does nothing once it has ended. */
  kill(signal: NodeJS.Signals): void;
}
