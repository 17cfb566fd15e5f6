import type { Accounts, Principal } from '../../accounts.ts';
import { S3Error } from '../../errors/s3-error.ts';
import { anonymous } from '../../signature/anonymous.ts';
import { equalSignatures } from '../../signature/authenticate.ts';
import { readCredential } from '../../signature/credentials.ts';
import { hmac, parseTimestamp, signingKey } from '../../signature/signing-key.ts';

/** Who signed the policy of a form; nobody where it has none. Throws `InvalidArgument`, `SignatureDoesNotMatch` and their kin. */
export function formSigner(fields: ReadonlyMap<string, string>, region: string, accounts: Accounts): Principal {
  const policy = fields.get('policy');
  if (policy === undefined) return anonymous;
  const field = (name: string) => {
    const value = fields.get(name);
    if (value !== undefined) return value;
    throw invalid(
      name,
      '',
      `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    );
  };
  const algorithm = field('x-amz-algorithm');
  if (algorithm !== 'AWS4-HMAC-SHA256')
    throw invalid('x-amz-algorithm', algorithm, 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  const credential = field('x-amz-credential');
  const date = field('x-amz-date');
  const signature = field('x-amz-signature');
  const { accessKeyId, scope } = readCredential(credential, (what) =>
    invalid('x-amz-credential', credential, `Error parsing the X-Amz-Credential parameter; ${what}`),
  );
  if (scope.region !== region) {
    const what = `the region '${scope.region}' is wrong; expecting '${region}'`;
    throw invalid('x-amz-credential', credential, `Error parsing the X-Amz-Credential parameter; ${what}`);
  }
  if (parseTimestamp(date) === undefined || !date.startsWith(scope.date)) {
    throw invalid('x-amz-date', date, 'X-Amz-Date must be formated via ISO8601 Long format');
  }
  const principal = accounts.find(accessKeyId);
  if (principal === undefined) throw new S3Error('InvalidAccessKeyId', { fields: { AWSAccessKeyId: accessKeyId } });
  const expected = hmac(signingKey(principal.secretAccessKey, scope), policy).toString('hex');
  if (equalSignatures(expected, signature)) return principal;
  throw new S3Error('SignatureDoesNotMatch', {
    fields: { AWSAccessKeyId: accessKeyId, StringToSign: policy, SignatureProvided: signature },
  });
}

function invalid(name: string, value: string, message: string): S3Error {
  return new S3Error('InvalidArgument', { message, fields: { ArgumentName: name, ArgumentValue: value } });
}
