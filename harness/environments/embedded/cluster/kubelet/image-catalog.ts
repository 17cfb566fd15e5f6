/** A program that stands for an image: a Node script that is started as the container's process. */
export interface ImageProgram {
  /** Name in messages and in the pod's `imageID`, for example `proxy (stand-in)`. */
  readonly name: string;
  /** Absolute path of the script; undefined: Node itself, or an idle container that does nothing until it is stopped. */
  readonly script: string | undefined;
  /** The image is Node's: `node` runs as it is given, and there is no script. */
  readonly isNode?: boolean;
  /** Executables that `command` may name in this image; its base name decides. */
  readonly executables: readonly string[];
  /** Arguments of the entry point that precede `args` when `command` is absent. */
  readonly entrypoint: readonly string[];
  /** The image's own user, in force when the pod's security context names none. */
  readonly user: number;
  /** The image's own variables (`ENV`); the pod's override them. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Decides what runs for an image name; undefined is an image that cannot be pulled, with the hint its message shall carry. */
export interface ImageCatalog {
  resolve(image: string): ImageProgram | undefined;
  /** Appended to the `ErrImagePull` message: what the user may do. */
  hint(image: string): string;
}
