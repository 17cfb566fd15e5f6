import { ApiError } from '../objects/api-error.ts';

const served = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

/** How a client wants an answer. */
export interface AcceptedForm {
  readonly as: 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList' | undefined;
}

/** The first form of an Accept header that is served. Throws ApiError NotAcceptable. Source: apiserver `handlers/negotiation`. */
export function acceptedForm(accept: string): AcceptedForm {
  if (!accept.trim()) return { as: undefined };
  let isTypeKnown = false;
  for (const clause of accept.split(',')) {
    const [type = '', ...parameters] = clause.split(';').map((part) => part.trim().toLowerCase());
    if (type !== '*/*' && !served.includes(type)) continue;
    isTypeKnown = true;
    const given = new Map(parameters.map((part) => part.split('=', 2) as [string, string]));
    const as = given.get('as');
    if (as === undefined) return { as: undefined };
    const form = forms[as];
    const isVersioned = given.get('g') === 'meta.k8s.io' && versions.has(given.get('v') ?? '');
    if (form && isVersioned) return { as: form };
  }
  if (isTypeKnown) throw notAcceptable(`only the following media types are accepted: ${served.join(', ')}`);
  const message = `406: Not Acceptable\n\nAvailable representations: ${served.join(', ')}`;
  throw new ApiError(406, 'NotAcceptable', message, {});
}

export function notAcceptable(message: string): ApiError {
  return new ApiError(406, 'NotAcceptable', message);
}

const versions = new Set(['v1', 'v1beta1']);

const forms: Readonly<Record<string, AcceptedForm['as']>> = {
  table: 'Table',
  partialobjectmetadata: 'PartialObjectMetadata',
  partialobjectmetadatalist: 'PartialObjectMetadataList',
};
