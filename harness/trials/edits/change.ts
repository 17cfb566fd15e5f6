import type { EditableFiles } from '../editable-files.ts';

/** Makes a mistake in a copy of the files. Throws `NothingToEdit` where they hold nothing to make it in. */
export type Change = (files: EditableFiles) => void;
