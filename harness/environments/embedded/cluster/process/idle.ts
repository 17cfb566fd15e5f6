/** Does nothing until it is told to stop, as the pause container does. */
const running = setInterval(() => {}, 2 ** 30);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => clearInterval(running));
