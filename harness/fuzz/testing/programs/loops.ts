/** Is ready, and hears nothing after the first line. */
process.stdout.write('ready\n');
process.stdin.once('data', () => {
  for (;;);
});
