import { type FieldError, invalidValue } from '../objects/field-error.ts';
import { nonNegative } from './names.ts';

export type IntOrPercent = number | string | undefined;

const percent = /^[0-9]+%$/;
const percentRule =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

/** Source: kubernetes `apps/validation.ValidatePositiveIntOrPercent`. */
export function intOrPercent(field: string, value: IntOrPercent): FieldError[] {
  if (typeof value === 'number') return nonNegative(field, value);
  return value === undefined || percent.test(value) ? [] : [invalidValue(field, value, percentRule)];
}

/** Source: kubernetes `IsNotMoreThan100Percent`. */
export function atMostAll(field: string, value: IntOrPercent): FieldError[] {
  const over = typeof value === 'string' && percent.test(value) && Number(value.slice(0, -1)) > 100;
  return over ? [invalidValue(field, value, 'must not be greater than 100%')] : [];
}

/** The number of a percentage or of a text that is a number; else 0. Source: kubernetes `getIntOrPercentValue`. */
export function amountOf(value: IntOrPercent): number {
  if (typeof value !== 'string') return value ?? 0;
  return percent.test(value) ? Number(value.slice(0, -1)) : /^[+-]?\d+$/.test(value) ? Number(value) : 0;
}
