import { billing } from './billing.ts';
import { crm } from './crm.ts';
import type { Endpoint } from './endpoint.ts';
import { payroll } from './payroll.ts';
import { shop } from './shop.ts';
import { support } from './support.ts';

/** All endpoints of a plan, each with a host and a counter of its own. */
export const endpoints: readonly Endpoint[] = [crm, billing, support, payroll, shop];
