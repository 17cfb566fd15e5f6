import { gatewayCases } from './gateway-cases.ts';
import { region } from './run-gateway.ts';

const endpoint = process.env.LOCALSTACK_ENDPOINT ?? '';
const keys = { accessKeyId: 'test', secretAccessKey: 'test' };

gatewayCases(
  async () => ({ endpoint, region, ...keys }),
  endpoint === '',
  endpoint === '' ? ' (LOCALSTACK_ENDPOINT is not set)' : ' (LocalStack)',
);
