import { afterAll } from 'vitest';
import { createIam } from '../../../iam/iam.ts';
import { createObjectStore } from '../../embedded/store/object-store.ts';
import { gatewayCases } from './gateway-cases.ts';
import { region } from './run-gateway.ts';

const root = { accessKeyId: 'AKIDROOT', secretAccessKey: 'root-secret' };
const iam = createIam();
iam.addAccessKey({ ...root, user: 'root' });
const store = createObjectStore({ accounts: iam, region });
afterAll(() => store[Symbol.asyncDispose]());

gatewayCases(async () => ({ ...(await store.listen()), region, ...root }), false, '');
