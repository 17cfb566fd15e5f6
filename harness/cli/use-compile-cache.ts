import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { isPackaged, nodeModules } from '../project-paths.ts';

/**
 * Keeps what Node compiles beside the packages, not in the machine's folder for temporary files. Call it before anything large
 * is imported: it also stands in the environment, for threads and processes that are started.
 */
export function useCompileCache(): void {
  process.env.NODE_COMPILE_CACHE ??= join(nodeModules(), '.cache', isPackaged ? 'pii-harness' : 'compile');
  enableCompileCache(process.env.NODE_COMPILE_CACHE);
}
