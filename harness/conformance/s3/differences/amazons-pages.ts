/** A page of the S3 API reference. */
export function api(page: string): string {
  return `https://docs.aws.amazon.com/AmazonS3/latest/API/${page}.html`;
}

/** A page of the S3 user guide. */
export function guide(page: string): string {
  return `https://docs.aws.amazon.com/AmazonS3/latest/userguide/${page}.html`;
}

/** The list of error codes. */
export const errors = api('ErrorResponses');
