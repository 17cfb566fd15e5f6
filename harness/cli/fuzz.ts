#!/usr/bin/env node
import { useCompileCache } from './use-compile-cache.ts';

useCompileCache();
const { fuzzCommand } = await import('./fuzz-command.ts');
process.exitCode = await fuzzCommand(process.argv.slice(2));
