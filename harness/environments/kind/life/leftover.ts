/** Something of a run whose process is gone. */
export interface Leftover {
  readonly kind: 'cluster' | 'container' | 'network' | 'image' | 'folder' | 'file';
  readonly name: string;
  /** Ids of Docker's, or the path. */
  readonly ids: readonly string[];
}

/** Something of a run that lives, or may. */
export interface Spared {
  readonly what: string;
  readonly reason: string;
}
