#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { doctorCommand } = await import('./doctor-command.ts');
process.exitCode = await doctorCommand(process.argv.slice(2));
