import os from 'node:os';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied ',
  EADDRINUSE: 'address already in use ',
  EADDRNOTAVAIL: 'address not available ',
  EROFS: 'read-only file system ',
};

/** The error that Node gives when `connect` or `listen` fails in the kernel. */
export function networkError(syscall: 'connect' | 'listen', code: string, address: string, port?: number): Error {
  const separator = reasons[code] === undefined ? '' : ':';
  const error = new Error(
    `${syscall} ${code}${separator} ${reasons[code] ?? ''}${address}${port === undefined ? '' : `:${port}`}`,
  );
  return Object.assign(error, { code, errno: errno(code), syscall, address, port });
}

/** The error that Node gives when a name cannot be resolved; `syscall` is `getaddrinfo` or a c-ares query such as `queryA`. */
export function nameError(syscall: string, code: string, hostname: string): Error {
  return Object.assign(new Error(`${syscall} ${code} ${hostname}`), { code, errno: errno(code), syscall, hostname });
}

/** libuv's own numbers (UV_EAI_NONAME, which Node calls ENOTFOUND, and UV_EAI_AGAIN) have no entry in os.constants. */
const resolverErrors: Readonly<Record<string, number>> = { ENOTFOUND: -3008, EAI_AGAIN: -3001 };

function errno(code: string): number {
  return resolverErrors[code] ?? -((os.constants.errno as Readonly<Record<string, number>>)[code] ?? 0);
}
