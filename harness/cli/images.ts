#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { imagesCommand } = await import('./images-command.ts');
process.exitCode = await imagesCommand(process.argv.slice(2));
