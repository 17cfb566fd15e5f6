export { type AccessKey, type ActionUse, createIam, defaultAccountId, type Iam } from './iam.ts';
export { MalformedPolicyError } from './malformed-policy-error.ts';
export { readPolicy } from './read-policy.ts';
