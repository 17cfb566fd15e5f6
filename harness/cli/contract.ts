#!/usr/bin/env node
import { useCompileCache } from './use-compile-cache.ts';

useCompileCache();
const { contractCommand } = await import('./contract-command.ts');
process.exitCode = await contractCommand(process.argv.slice(2));
