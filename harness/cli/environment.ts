#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Set before anything large is imported, and in the environment for the processes of pods.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../../node_modules/.cache/compile', import.meta.url));
enableCompileCache(process.env.NODE_COMPILE_CACHE);
const { environmentCommand } = await import('./environment-command.ts');
process.exitCode = await environmentCommand(process.argv.slice(2));
