/** What S3 says of a request that it refuses; both empty where the body is no error document of S3's. */
export interface S3Refusal {
  readonly code: string;
  readonly message: string;
}

const none: S3Refusal = { code: '', message: '' };

/**
 * Reads the body of a refusal as minio-go does, entities resolved. The parser is loaded with the first refusal: most agents never
 * see one.
 */
export async function readError(body: string): Promise<S3Refusal> {
  const { XMLParser } = await import('fast-xml-parser');
  try {
    const { Error: error } = new XMLParser({ parseTagValue: false }).parse(body) as { Error?: Record<string, unknown> };
    return { code: textOf(error?.Code), message: textOf(error?.Message) };
  } catch {
    return none;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
