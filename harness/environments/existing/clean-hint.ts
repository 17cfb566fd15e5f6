export interface CleanHintOptions {
  readonly context: string | undefined;
  readonly namespace: string;
  readonly bucket: string | undefined;
  readonly endpoint: string | undefined;
}

/** The command that removes what a killed run left in a namespace and a bucket. */
export function cleanHint({ context, namespace, bucket, endpoint }: CleanHintOptions): string {
  const flags = { context, namespace, bucket, 's3-endpoint': endpoint };
  const given = Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
  return ['npm run clean --', ...given].join(' ');
}
