import { createHmac } from 'node:crypto';
import type { S3Case } from './call.ts';
import { formatDate } from './format-date.ts';
import { outcomeOf } from './outcome-of.ts';
import type { S3Target } from './s3-target.ts';
import { sendRequest } from './send-request.ts';

/** A form that a browser posts; `{prefix}` stands for that of the group's buckets. */
export interface FormSpec {
  /** Fields before the file, beyond those of the policy and its signature. */
  readonly fields: Readonly<Record<string, string>>;
  /** Conditions of the policy beyond bucket and credentials; undefined for a form without a policy. */
  readonly conditions?: readonly unknown[];
  /** Seconds that the policy lives; 60 unless given. */
  readonly expires?: number;
  /** Content; undefined for a form without a file. */
  readonly file?: string;
  readonly secretAccessKey?: string;
  /** What replaces the policy after it was signed. */
  readonly policy?: string;
}

const boundary = 'conformance-boundary';

/** One form posted to the bucket `main`, and what comes of it. */
export function formCall(name: string, spec: FormSpec): S3Case {
  return {
    name,
    async run(target) {
      const body = Buffer.from(
        [
          ...Object.entries({ ...policyFields(spec, target), ...spec.fields }).map(([field, value]) =>
            part(`name="${field}"`, value.replaceAll('{prefix}', target.prefix)),
          ),
          ...(spec.file === undefined
            ? []
            : [part('name="file"; filename="upload.txt"\r\nContent-Type: text/plain', spec.file)]),
          `--${boundary}--\r\n`,
        ].join(''),
      );
      const answer = await sendRequest(target.access.endpoint, {
        method: 'POST',
        path: `/${target.prefix}main`,
        headers: {
          host: new URL(target.access.endpoint).host,
          'content-type': `multipart/form-data; boundary=${boundary}`,
          'content-length': String(body.length),
        },
        body: [body],
      });
      const { headers, ...outcome } = outcomeOf(answer, target);
      return { ...outcome, headers: tidyHeaders(headers, outcome.body === '') };
    },
  };
}

/** The place of an upload is the endpoint's, and a type of nothing says nothing. */
function tidyHeaders(headers: Readonly<Record<string, string>>, isEmpty: boolean): Record<string, string> {
  const { location, 'content-type': type, ...rest } = headers;
  const isRedirect = location?.startsWith('http://example.com/') ?? false;
  return {
    ...rest,
    ...(location === undefined ? {} : { location: isRedirect ? location : 'a place' }),
    ...(type === undefined || isEmpty ? {} : { 'content-type': type }),
  };
}

function part(disposition: string, value: string): string {
  return `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${value}\r\n`;
}

function policyFields(
  { conditions, expires = 60, secretAccessKey, policy: forged }: FormSpec,
  { access, prefix }: S3Target,
): Record<string, string> {
  if (conditions === undefined) return {};
  const stamp = formatDate(new Date());
  const scope = [stamp.slice(0, 8), access.region, 's3', 'aws4_request'];
  const credentials = {
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': [access.accessKeyId, ...scope].join('/'),
    'x-amz-date': stamp,
  };
  const policy = Buffer.from(
    JSON.stringify({
      expiration: new Date(Date.now() + expires * 1000).toISOString(),
      conditions: [
        { bucket: `${prefix}main` },
        ...Object.entries(credentials).map(([field, value]) => ({ [field]: value })),
        ...conditions,
      ],
    }),
  ).toString('base64');
  const key = scope.reduce<string | Buffer>(
    (secret, text) => createHmac('sha256', secret).update(text).digest(),
    `AWS4${secretAccessKey ?? access.secretAccessKey}`,
  );
  const signature = createHmac('sha256', key).update(policy).digest('hex');
  return { policy: forged ?? policy, ...credentials, 'x-amz-signature': signature };
}
