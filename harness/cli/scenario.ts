#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Set before anything large is imported, and in the environment for the threads that vitest starts.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../../node_modules/.cache/compile', import.meta.url));
enableCompileCache(process.env.NODE_COMPILE_CACHE);
const { scenarioCommand } = await import('./scenario-command.ts');
process.exitCode = await scenarioCommand(process.argv.slice(2));
