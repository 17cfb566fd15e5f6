import { readFile } from 'node:fs/promises';
import { InputError } from '../errors/input-error.ts';
import { MalformedPolicyError } from './malformed-policy-error.ts';
import { parsePolicy } from './parse-policy.ts';

/**
 * Reads a policy from a file, with `values` put in for its placeholders, for example `${bucket}`; hand the text to
 * `putUserPolicy`. Throws `InputError` where the file cannot be read or IAM would refuse the document.
 */
export async function readPolicy(file: string, values: Readonly<Record<string, string>> = {}): Promise<string> {
  const template = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new InputError(
      `cannot read the policy ${file}: ${error.code === 'ENOENT' ? 'no such file' : error.message}.`,
    );
  });
  const text = template.replace(/\$\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
  try {
    parsePolicy(text);
  } catch (error) {
    if (error instanceof MalformedPolicyError)
      throw new InputError(`malformed policy document: ${error.detail}`, { file, line: 1 });
    throw error;
  }
  return text;
}
