import { ApiError, badRequest } from '../objects/api-error.ts';
import { type FieldError, forbiddenField, notSupported } from '../objects/field-error.ts';

/** Query parameters of lists and watches. Source: apimachinery `internalversion.ListOptions`. */
export interface ListOptions {
  readonly watch: boolean;
  readonly limit: number;
  readonly continue: string;
  readonly resourceVersion: string;
  /** As asked for, or because a page of a version is. Source: apiserver `pkg/storage/etcd3/store.go`, `resolveGetListRev`. */
  readonly isExact: boolean;
  readonly timeoutSeconds: number | undefined;
  readonly sendInitialEvents: boolean | undefined;
  readonly allowWatchBookmarks: boolean;
}

/** Throws ApiError: BadRequest for what is no number, Invalid for parameters that do not go together. */
export function listOptions(query: URLSearchParams, isWatchPath = false): ListOptions {
  const match = query.get('resourceVersionMatch') ?? '';
  const limit = integer(query.get('limit')) ?? 0;
  const resourceVersion = query.get('resourceVersion') ?? '';
  const options: ListOptions = {
    watch: isWatchPath || flag(query.get('watch')) === true,
    limit,
    continue: query.get('continue') ?? '',
    resourceVersion,
    isExact: match === 'Exact' || (match === '' && limit > 0 && !/^0*$/.test(resourceVersion)),
    timeoutSeconds: integer(query.get('timeoutSeconds')),
    sendInitialEvents: flag(query.get('sendInitialEvents')),
    allowWatchBookmarks: flag(query.get('allowWatchBookmarks')) === true,
  };
  const errors = options.watch ? watchErrors(options, match) : listErrors(options, match);
  if (errors.length) throw invalidOptions(errors);
  return options;
}

/** Throws ApiError for text that is no resource version; an empty one is any. */
export function versionNumber(text: string): number | undefined {
  if (text === '') return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw new ApiError(500, '', unparsedVersion(text));
}

export function unparsedVersion(text: string): string {
  const quoted = JSON.stringify(text);
  return `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: invalid syntax`;
}

/** Throws ApiError BadRequest for what is no whole number; nothing is none. */
export function integer(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  if (!/^[+-]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

/** Anything but `false` and `0` switches on. Source: apimachinery `Convert_Slice_string_To_bool`. */
function flag(text: string | null): boolean | undefined {
  return text === null ? undefined : !/^(false|0)$/i.test(text);
}

const matchField = 'resourceVersionMatch';

function listErrors({ resourceVersion, sendInitialEvents, ...options }: ListOptions, match: string): FieldError[] {
  const errors: FieldError[] = [];
  const forbid = (detail: string) => errors.push(forbiddenField(matchField, detail));
  if (match && !resourceVersion) forbid('resourceVersionMatch is forbidden unless resourceVersion is provided');
  if (match && options.continue) forbid('resourceVersionMatch is forbidden when continue is provided');
  if (match && match !== 'Exact' && match !== 'NotOlderThan') {
    errors.push(notSupported(matchField, match, ['Exact', 'NotOlderThan', '']));
  }
  if (options.isExact && resourceVersion === '0') {
    forbid('resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
  }
  if (sendInitialEvents !== undefined) {
    errors.push(forbiddenField('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  }
  return errors;
}

function watchErrors({ sendInitialEvents, ...options }: ListOptions, match: string): FieldError[] {
  const errors: FieldError[] = [];
  const forbid = (detail: string) => errors.push(forbiddenField(matchField, detail));
  const isGiven = sendInitialEvents !== undefined;
  if (isGiven && match !== 'NotOlderThan') {
    forbid('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  }
  if (match && !isGiven) forbid('resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided');
  if (match && match !== 'NotOlderThan') errors.push(notSupported(matchField, match, ['NotOlderThan']));
  if (options.continue) forbid('resourceVersionMatch is forbidden when continue is provided');
  return errors;
}

function invalidOptions(errors: readonly FieldError[]): ApiError {
  const texts = errors.map(({ field, text }) => `${field}: ${text}`);
  const message = `ListOptions.meta.k8s.io "" is invalid: ${texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`}`;
  const causes = errors.map(({ reason, text, field }) => ({ reason, message: text, field }));
  return new ApiError(422, 'Invalid', message, { group: 'meta.k8s.io', kind: 'ListOptions', causes });
}
