import type { TextField } from '../fields/text-field.ts';
import type { Span } from '../span.ts';
import type { DigitGroups } from './digit-groups.ts';

/**
 * Finds values of one type by pattern, checksum and context. Takes linear time on any text.
 * `groups` are the runs of digits in `field.text`, found once for all recognisers.
 */
export type Recogniser = (field: TextField, groups: DigitGroups) => Iterable<Span>;
