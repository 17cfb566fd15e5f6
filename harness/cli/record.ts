#!/usr/bin/env node
import { useCompileCache } from './use-compile-cache.ts';

useCompileCache();
const { recordCommand } = await import('./record-command.ts');
process.exitCode = await recordCommand(process.argv.slice(2));
