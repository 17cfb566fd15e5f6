import type { SourcePosition } from '../../errors/source-position.ts';
import type { PipelineFiles } from '../../pipeline/read-files.ts';

/** Finds a place in the files that a trial changed, where no text of its line tells it from others; undefined: they have none. */
export type Place = (files: PipelineFiles) => SourcePosition | undefined;
