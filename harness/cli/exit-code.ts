/** How the CLI ends. Never 0 when nothing ran. */
export const exitCode = { green: 0, red: 1, usage: 2, environment: 3, interrupted: 130 } as const;
