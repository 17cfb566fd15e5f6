#!/usr/bin/env node
import { useCompileCache } from './use-compile-cache.ts';

useCompileCache();
const { cleanCommand } = await import('./clean-command.ts');
process.exitCode = await cleanCommand(process.argv.slice(2));
