export { type AccessKey, type ActionUse, createIam, type Iam } from './iam.ts';
export { MalformedPolicyError } from './malformed-policy-error.ts';
export { readPolicy } from './read-policy.ts';
