#!/usr/bin/env node
import { useCompileCache } from './use-compile-cache.ts';

useCompileCache();
const { conformanceCommand } = await import('./conformance-command.ts');
process.exitCode = await conformanceCommand(process.argv.slice(2));
