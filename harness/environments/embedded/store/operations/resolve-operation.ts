import { S3Error } from '../errors/s3-error.ts';
import { queryValue, type RequestHead } from '../http/request-head.ts';
import { foreignSubresources, type OperationName, type OperationRule, operationTable } from './operation-table.ts';

const rules = Object.entries(operationTable) as [OperationName, OperationRule][];

/** Names the operation that a request asks for. Throws `NotImplemented`, `MethodNotAllowed`. */
export function resolveOperation(head: RequestHead): OperationName {
  const foreign = head.query.find(([name]) => foreignSubresources.has(name))?.[0];
  if (foreign !== undefined) {
    throw new S3Error('NotImplemented', {
      message: `This store has no ${foreign} sub-resource.`,
      fields: { Header: foreign },
    });
  }
  const { bucket, key } = head.target;
  const scope = bucket === undefined ? 'service' : key === undefined ? 'bucket' : 'object';
  const found = rules.find(
    ([, rule]) =>
      rule.method === head.method &&
      rule.scope === scope &&
      (rule.query ?? []).every((parameter) => hasParameter(head, parameter)) &&
      (rule.header === undefined || head.headers.has(rule.header)),
  );
  if (found !== undefined) return found[0];
  throw new S3Error('MethodNotAllowed', { fields: { Method: head.method, ResourceType: scope.toUpperCase() } });
}

function hasParameter(head: RequestHead, parameter: string): boolean {
  const [name = '', value] = parameter.split('=');
  const given = queryValue(head, name);
  return given !== undefined && (value === undefined || given === value);
}
