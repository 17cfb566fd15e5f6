import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Keeps what Node compiles beside the packages, not in the machine's folder for temporary files. Call it before anything large
 * is imported: it also stands in the environment, for threads and processes that are started.
 */
export function useCompileCache(): void {
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../../node_modules/.cache/compile', import.meta.url));
  enableCompileCache(process.env.NODE_COMPILE_CACHE);
}
