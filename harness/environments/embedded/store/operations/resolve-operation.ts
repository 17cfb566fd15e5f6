import { S3Error } from '../errors/s3-error.ts';
import { queryValue, type RequestHead } from '../http/request-head.ts';
import { type OperationName, type OperationRule, operationTable, subresources } from './operation-table.ts';

const rules = Object.entries(operationTable) as [OperationName, OperationRule][];
const byPlace = Map.groupBy(rules, ([, { method, scope }]) => `${method} ${scope}`);

/** Names the operation that a request asks for. Throws `NotImplemented`, `MethodNotAllowed`. */
export function resolveOperation(head: RequestHead): OperationName {
  const { bucket, key } = head.target;
  const scope = bucket === undefined ? 'service' : key === undefined ? 'bucket' : 'object';
  const asked = head.query.filter(([name]) => subresources.has(name)).map(([name]) => name);
  const found = byPlace
    .get(`${head.method} ${scope}`)
    ?.find(
      ([, { query = [], header }]) =>
        query.every((parameter) => hasParameter(head, parameter)) &&
        (header === undefined || head.headers.has(header)) &&
        asked.every((name) => query.includes(name)),
    );
  if (found !== undefined) return found[0];
  const foreign = asked.find((name) => !rules.some(([, rule]) => rule.scope === scope && rule.query?.includes(name)));
  if (foreign !== undefined) {
    throw new S3Error('NotImplemented', { fields: { Header: foreign } });
  }
  const type = asked[0]?.toUpperCase() ?? scope.toUpperCase();
  throw new S3Error('MethodNotAllowed', { fields: { Method: head.method, ResourceType: type } });
}

function hasParameter(head: RequestHead, parameter: string): boolean {
  const [name = '', value] = parameter.split('=');
  const given = queryValue(head, name);
  return given !== undefined && (value === undefined || given === value);
}
