import { mkdirSync, writeFileSync } from 'node:fs';

// Writes into its volume without end, and does not stop by itself.
process.on('SIGTERM', () => {});
setInterval(() => {
  mkdirSync('/data/folder', { recursive: true });
  writeFileSync('/data/folder/file', '');
}, 1);
