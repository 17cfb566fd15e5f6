import { creditCard } from './credit-card.ts';
import { emailAddress } from './email-address.ts';
import { phoneNumber } from './phone-number.ts';
import type { Recogniser } from './recogniser.ts';
import { usBankNumber } from './us-bank-number.ts';
import { usDriverLicense } from './us-driver-license.ts';
import { usSsn } from './us-ssn.ts';

/** A recogniser, and the digits without which a text cannot hold what it looks for. */
interface PatternRecogniser {
  readonly recognise: Recogniser;
  readonly leastDigits: number;
}

/** Every recogniser that works without a model. */
export const patternRecognisers: readonly PatternRecogniser[] = [
  { recognise: emailAddress, leastDigits: 0 },
  { recognise: creditCard, leastDigits: 12 },
  { recognise: usSsn, leastDigits: 9 },
  { recognise: phoneNumber, leastDigits: 7 },
  { recognise: usBankNumber, leastDigits: 6 },
  { recognise: usDriverLicense, leastDigits: 2 },
];
