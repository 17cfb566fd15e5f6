const binaryTypes = new Set(['application/octet-stream', 'application/pdf']);
const binaryFamily = /^(?:image|audio|video)\//;

/** Whether Qtap keeps a body of this content type for a scan; it keeps one without a type (reference, artifacts.md section 4). */
export function isScannable(contentType: string | undefined): boolean {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return !binaryTypes.has(type) && !binaryFamily.test(type);
}
