// What a pod of the tests runs: `node -e` this with RELAY_TEST as JSON; prints one line of JSON with what came of it.
const { createHash, randomBytes } = require('node:crypto');
const https = require('node:https');
const net = require('node:net');

const { task, host, address, ca, port, httpsPort = 443 } = JSON.parse(process.env.RELAY_TEST);

const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');

function ask(path, { method = 'GET', body } = {}) {
  return new Promise((resolve, reject) => {
    const lookup =
      address &&
      ((_name, options, done) => (options.all ? done(null, [{ address, family: 4 }]) : done(null, address, 4)));
    const options = { host, port: httpsPort, path, method, ca, agent: false, ...(lookup && { lookup }) };
    const request = https.request(options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks) }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Ends its half of a connection and reads the other to its end. */
function halfClose() {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: address ?? host, port, allowHalfOpen: true });
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
    socket.end('to the end');
  });
}

/** How a connection ends that the harness breaks off. */
function brokenOff() {
  return new Promise((resolve) => {
    const socket = net.connect({ host: address ?? host, port });
    socket.on('error', (error) => resolve(error.code));
    socket.on('close', () => resolve('closed'));
    socket.resume();
    socket.write('break off');
  });
}

const tasks = {
  fetch: async () => (await ask(`/${process.env.HOSTNAME}`)).status,
  bulk: async () => {
    const body = randomBytes(20 * 1024 * 1024);
    return digest(body) === digest((await ask('/bulk', { method: 'POST', body })).body);
  },
  many: async () =>
    (await Promise.all(Array.from({ length: 200 }, (_, n) => ask(`/many/${n}`)))).filter(({ status }) => status === 200)
      .length,
  halfClose,
  brokenOff,
  /** Counts connections that failed until one succeeds. */
  untilBack: async () => {
    for (let failed = 0; ; failed += 1) {
      try {
        return { status: (await ask('/back')).status, failed };
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  },
};

tasks[task]().then(
  (result) => console.log(JSON.stringify({ result })),
  (error) => console.log(JSON.stringify({ error: `${error.code}: ${error.message}` })),
);
