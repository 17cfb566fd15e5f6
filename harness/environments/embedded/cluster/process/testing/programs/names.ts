import dns from 'node:dns';
import net from 'node:net';
import { promisify } from 'node:util';
import { outcome, say } from './say.ts';

// Every way to look a name up.
const name = process.argv[2] ?? '';
const lookup = (host: string) =>
  new Promise((resolve) => dns.lookup(host, (error, address) => resolve(error?.code ?? address)));
say({
  callback: await lookup(name),
  promise: await dns.promises.lookup(name),
  all: await promisify(dns.lookup)(name, { all: true }),
  six: await outcome(dns.promises.lookup(name, 6)),
  resolve4: await dns.promises.resolve4(name),
  resolver: await new dns.promises.Resolver().resolve(name),
  mx: await outcome(dns.promises.resolveMx(name)),
  unknown: await outcome(dns.promises.lookup('nowhere')),
  localhost: await lookup('localhost'),
  literal: await lookup('192.0.2.1'),
});

const events: unknown[] = [];
const socket = net.connect({
  host: name,
  port: Number(process.argv[3]),
  lookup: (host, options, callback) => {
    events.push(['asked', host, options.all]);
    dns.lookup(host, options, callback);
  },
});
socket.on('lookup', (error, address) => events.push(['lookup', error, address]));
socket.on('connect', () => {
  events.push(['connect', socket.localAddress, socket.remoteAddress, socket.remotePort]);
  socket.destroy();
});
socket.on('close', () => say(events));
