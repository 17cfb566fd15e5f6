#!/usr/bin/env node
import { useCompileCache } from './use-compile-cache.ts';

useCompileCache();
const { environmentCommand } = await import('./environment-command.ts');
process.exitCode = await environmentCommand(process.argv.slice(2));
