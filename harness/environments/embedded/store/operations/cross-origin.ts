import { S3Error } from '../errors/s3-error.ts';
import type { Answer } from '../http/answer.ts';
import type { RequestHead } from '../http/request-head.ts';
import type { XmlElements } from '../http/xml.ts';
import type { Bucket } from '../storage/bucket.ts';
import { children, textOf } from './bucket-configuration/configuration-kind.ts';

const notAllowed =
  "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";

/**
 * Answers what a browser asks before it sends a request to another origin. Source: S3 user guide, "Using cross-origin resource
 * sharing"; Fetch standard, "CORS-preflight fetch". Throws `AccessForbidden`, `BadRequest`.
 */
export function preflight(head: RequestHead, bucket: Bucket | undefined): Answer {
  const origin = head.headers.get('origin');
  const method = head.headers.get('access-control-request-method');
  if (origin === undefined)
    throw new S3Error('BadRequest', { message: 'Insufficient information. Origin request header needed.' });
  if (method === undefined) throw new S3Error('BadRequest', { message: 'Invalid Access-Control-Request-Method: null' });
  const fields = { Method: method, ResourceType: head.target.key === undefined ? 'BUCKET' : 'OBJECT' };
  const rules = corsRules(bucket);
  if (rules.length === 0) {
    throw new S3Error('AccessForbidden', {
      ...(bucket === undefined ? { message: 'CORSResponse: Bucket not found' } : {}),
      fields: { ...fields, ResourceType: 'BUCKET' },
    });
  }
  const wanted = listOf(head.headers.get('access-control-request-headers'));
  const rule = rules.find((candidate) => admits(candidate, origin, method, wanted));
  if (rule === undefined) throw new S3Error('AccessForbidden', { message: notAllowed, fields });
  return {
    status: 200,
    headers: {
      ...ruleHeaders(rule, origin),
      ...(wanted.length === 0 ? {} : { 'access-control-allow-headers': wanted.join(', ') }),
    },
  };
}

/** Headers for the answer to a request that a browser sends to another origin; none where no rule of the bucket admits it. */
export function crossOriginHeaders(head: RequestHead, bucket: Bucket | undefined): Record<string, string> {
  const origin = head.headers.get('origin');
  if (origin === undefined) return {};
  const rule = corsRules(bucket).find((candidate) => admits(candidate, origin, head.method, []));
  return rule === undefined ? {} : ruleHeaders(rule, origin);
}

function corsRules(bucket: Bucket | undefined): XmlElements[] {
  return children(bucket?.configurations.get('cors') ?? {}, 'CORSRule');
}

function admits(rule: XmlElements, origin: string, method: string, headers: readonly string[]): boolean {
  const allowed = texts(rule, 'AllowedHeader').map((pattern) => pattern.toLowerCase());
  return (
    texts(rule, 'AllowedMethod').includes(method) &&
    texts(rule, 'AllowedOrigin').some((pattern) => fits(pattern, origin)) &&
    headers.every((name) => allowed.some((pattern) => fits(pattern, name)))
  );
}

function ruleHeaders(rule: XmlElements, origin: string): Record<string, string> {
  const everyone = texts(rule, 'AllowedOrigin').includes('*');
  const exposed = texts(rule, 'ExposeHeader');
  const maxAge = textOf(rule, 'MaxAgeSeconds');
  return {
    'access-control-allow-origin': everyone ? '*' : origin,
    'access-control-allow-methods': texts(rule, 'AllowedMethod').join(', '),
    ...(everyone ? {} : { 'access-control-allow-credentials': 'true' }),
    ...(exposed.length === 0 ? {} : { 'access-control-expose-headers': exposed.join(', ') }),
    ...(maxAge === undefined ? {} : { 'access-control-max-age': maxAge }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

/** Patterns have one asterisk at most. */
function fits(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star === -1) return pattern === text;
  const [start, end] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}

function texts(element: XmlElements, name: string): string[] {
  return [element[name] ?? []].flat().map(String);
}

function listOf(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
}
