import { kindOf } from '../decoding/decode-object.ts';
import { type ParsedJson, parseJson } from '../decoding/parse-json.ts';
import { ApiError, badRequest } from '../objects/api-error.ts';
import { inOrder, isJsonObject, type Json, type JsonObject } from '../objects/json.ts';
import type { StructSchema } from '../openapi/schema.ts';
import { JsonPatchError, type JsonPatchOperation, jsonPatch } from '../patch/json-patch.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { strategicMerge } from '../patch/strategic-merge.ts';
import { patchTypes as types } from './patch-types.ts';

/** Reads a patch of JSON. Throws ApiError BadRequest. */
export function parsePatch(body: string, mediaType: string): ParsedJson {
  try {
    return parseJson(body);
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    throw badRequest(mediaType === types.strategic ? reason : `error decoding patch: ${reason}`);
  }
}

/** What a patch makes of an object. Throws ApiError for a patch that is none, or that does not fit. */
export function applyPatchTo(schema: StructSchema, before: JsonObject, patch: ParsedJson, mediaType: string): Json {
  const value = patch.value === null && mediaType === types.strategic ? {} : patch.value;
  if (mediaType === types.json) {
    if (!Array.isArray(value)) {
      throw badRequest(undecoded(value, '[]handlers.jsonPatchOp'));
    }
    const odd = value.find((item) => !isJsonObject(item));
    if (odd !== undefined) throw badRequest(undecoded(odd, 'handlers.jsonPatchOp'));
    try {
      return jsonPatch(before, value as unknown as JsonPatchOperation[]);
    } catch (error) {
      if (!(error instanceof JsonPatchError)) throw error;
      throw new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
    }
  }
  if (!isJsonObject(value)) {
    if (value === null) throw badRequest('Invalid JSON Patch');
    const text = undecoded(value, 'map[string]interface {}');
    throw badRequest(mediaType === types.merge ? text : text.replace('error decoding patch: ', ''));
  }
  return inOrder(mediaType === types.merge ? mergePatch(before, value) : strategicMerge(schema, before, value));
}

/** As Go refuses JSON of another type than is asked for. */
export function undecoded(value: Json, target: string): string {
  return `error decoding patch: json: cannot unmarshal ${kindOf(value)} into Go value of type ${target}`;
}
