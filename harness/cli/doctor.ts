#!/usr/bin/env node
import { useCompileCache } from './use-compile-cache.ts';

useCompileCache();
const { doctorCommand } = await import('./doctor-command.ts');
process.exitCode = await doctorCommand(process.argv.slice(2));
