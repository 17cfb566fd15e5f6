import { auditTrail, sentence, timestamp, token, uuid } from '../bodies/noise.ts';
import { type Endpoint, sometimes } from './endpoint.ts';

/** Staff records with the numbers that only an employer asks for. */
export const payroll: Endpoint = {
  host: 'payroll',
  method: 'PUT',
  path: '/v1/employees',
  status: 200,
  request: (random) => ({
    kind: 'json',
    root: {
      batch: token(random, 'bat'),
      employees: [
        {
          name: sometimes(random, 0.11, 'PERSON'),
          ssn: sometimes(random, 0.33, 'US_SSN'),
          driver_license: sometimes(random, 0.33, 'US_DRIVER_LICENSE'),
          direct_deposit: random.chance(0.25) ? { bank_account_number: { plant: 'US_BANK_NUMBER' } } : null,
          department: random.pick(['sales', 'logistics', 'finance', 'design']),
          full_time: random.chance(0.7),
        },
        {
          ssn: sometimes(random, 0.17, 'US_SSN'),
          drivers_license_number: sometimes(random, 0.17, 'US_DRIVER_LICENSE'),
          department: random.pick(['sales', 'logistics', 'finance', 'design']),
        },
      ],
      remark: sentence(random).trim(),
      history: auditTrail(random, random.integer(2, 5)),
    },
  }),
  response: (random) => ({
    kind: 'json',
    root: {
      run: uuid(random),
      finished_at: timestamp(random),
      accepted: random.integer(1, 9),
      contact_phone: sometimes(random, 0.14, 'PHONE_NUMBER'),
      history: auditTrail(random, random.integer(3, 6)),
    },
  }),
};
