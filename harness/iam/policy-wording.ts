/** What can be wrong with a policy document. */
export type PolicyProblem =
  | 'json'
  | 'syntax'
  | 'element'
  | 'version'
  | 'statement'
  | 'effect'
  | 'sid'
  | 'principal'
  | 'actions'
  | 'action'
  | 'resources'
  | 'resource'
  | 'operator'
  | 'condition'
  | 'unique';

/** AWS's message for a problem; `value` is what the document holds. */
export type PolicyWording = (problem: PolicyProblem, value: string) => string;

/**
 * `MalformedPolicyDocument` of IAM. Source: what IAM answered to https://github.com/getmoto/moto, moto/iam/policy_validation.py,
 * whose authors recorded it.
 */
export const identityWording: PolicyWording = (problem, value) => {
  switch (problem) {
    case 'version':
      return value === '' || value === '2008-10-17'
        ? 'Policy document must be version 2012-10-17 or greater.'
        : 'Syntax errors in policy.';
    case 'principal':
      return 'Policy document should not specify a principal.';
    case 'actions':
      return 'Policy statement must contain actions.';
    case 'action':
      return value.split(':').length > 2
        ? 'Actions/Condition can contain only one colon.'
        : value.includes(':')
          ? `Vendor ${value.split(':')[0]} is not valid`
          : 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';
    case 'resources':
      return 'Policy statement must contain resources.';
    case 'resource':
      return `Resource ${value} must be in ARN format or "*".`;
    case 'unique':
      return 'Statement IDs (SID) in a single policy must be unique.';
    case 'condition':
      return 'The policy failed legacy parsing';
    default:
      return 'Syntax errors in policy.';
  }
};

/** `MalformedPolicy` of S3. Source: AWS re:Post, "How do I resolve the Amazon S3 bucket policy errors", and S3's answers as quoted there. */
export const bucketWording: PolicyWording = (problem, value) => {
  switch (problem) {
    case 'json':
      return "Policies must be valid JSON and the first byte must be '{'";
    case 'element':
      return `Unknown field ${value}`;
    case 'version':
      return 'The policy must contain a valid version string';
    case 'statement':
      return 'Missing required field Statement';
    case 'effect':
      return value === '' ? 'Missing required field Effect' : `Invalid effect: ${value}`;
    case 'principal':
      return value === '' ? 'Missing required field Principal' : 'Invalid principal in policy';
    case 'actions':
      return 'Missing required field Action';
    case 'action':
      return 'Policy has invalid action';
    case 'resources':
      return 'Missing required field Resource';
    case 'resource':
      return 'Policy has invalid resource';
    case 'operator':
      return `Invalid Condition type : ${value}`;
    case 'condition':
      return 'Policy has an invalid condition value';
    case 'unique':
      return 'Statement IDs (SID) in a single policy must be unique.';
    default:
      return 'Invalid policy syntax.';
  }
};
