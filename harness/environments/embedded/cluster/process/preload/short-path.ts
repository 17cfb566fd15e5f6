import fs from 'node:fs';
import os from 'node:os';
import { basename, dirname, join } from 'node:path';

/** What fits `sun_path` everywhere: 104 bytes on macOS, 108 on Linux, each with a closing zero. */
const longest = 99;
const { mkdtempSync, rmdirSync, symlinkSync, unlinkSync } = fs;

/**
 * Calls `use` with a path of a Unix socket that the kernel accepts: `path` itself, or the same place through a short link
 * that exists during the call. Bind and connect look a path up at once, so nothing needs the link later.
 */
export function withShortPath(path: string, use: (path: string, shortened: boolean) => void): void {
  if (Buffer.byteLength(path) <= longest) {
    use(path, false);
    return;
  }
  const folder = mkdtempSync(shortPrefix(basename(path)));
  const link = join(folder, 'd');
  symlinkSync(dirname(path), link);
  try {
    use(join(link, basename(path)), true);
  } finally {
    unlinkSync(link);
    rmdirSync(folder);
  }
}

/** Below the container's own folder for temporary files, unless that lies too deep itself, as it does in a run of many. */
function shortPrefix(name: string): string {
  const own = join(os.tmpdir(), 's-');
  return Buffer.byteLength(join(`${own}XXXXXX`, 'd', name)) <= longest ? own : '/tmp/s-';
}
