import { creditCard } from './credit-card.ts';
import { emailAddress } from './email-address.ts';
import { phoneNumber } from './phone-number.ts';
import type { Recogniser } from './recogniser.ts';
import { usBankNumber } from './us-bank-number.ts';
import { usDriverLicense } from './us-driver-license.ts';
import { usSsn } from './us-ssn.ts';

/** Every recogniser that works without a model. */
export const patternRecognisers: readonly Recogniser[] = [
  emailAddress,
  creditCard,
  usSsn,
  phoneNumber,
  usBankNumber,
  usDriverLicense,
];
