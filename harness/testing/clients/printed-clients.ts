import { type Pasted, paste } from './paste.ts';
import { printedCommand } from './printed-command.ts';
import type { PulseCall, PulseClient, PulseReply } from './pulse-client.ts';

type Result = Awaited<Pasted['result']>;

export interface PrintedClients {
  /** What an environment printed. */
  readonly output: string;
  /** Definitions, with what Pulse lacks. */
  readonly schema: string;
  /** Where `grpcurl` and the like are looked for first. */
  readonly path: string;
}

/** Plain Connect: the code has to be the one of the HTTP status. */
export function curlClient(printed: PrintedClients): PulseClient {
  const command = `${printedCommand(printed.output, 'curl --cacert "$EDGE_CA" -H')} -sS -w "\\n%{http_code}"`;
  return client('curl', printed, command, ({ stdout, stderr }) => {
    const [, body, status = ''] = /^(.*)\n(\d+)$/s.exec(stdout) ?? [];
    if (body === undefined) throw new Error(`curl said "${stdout}" and "${stderr}".`);
    const said = JSON.parse(body);
    if (status === '200') return { answer: said };
    return { code: statusOf[said.code] === status ? said.code : `${status} ${said.code}`, message: said.message };
  });
}

/** Connect's own table, of the codes in question. */
const statusOf: Readonly<Record<string, string>> = { unauthenticated: '401', not_found: '404', unimplemented: '501' };

/** connect-go, by the protocol asked for. */
export function bufClient(printed: PrintedClients, protocol: string): PulseClient {
  const command = printedCommand(printed.output, 'npx buf curl').replace('--protocol grpc', `--protocol ${protocol}`);
  return client(`buf, ${protocol}`, printed, command, jsonReply);
}

/** grpc-go, without generated code. */
export function grpcurlClient(printed: PrintedClients): PulseClient {
  return client('grpcurl', printed, printedCommand(printed.output, 'grpcurl'), ({ code, stdout, stderr }) => {
    if (code === 0) return { answer: JSON.parse(stdout) };
    const [, name = '', message = ''] = /Code: (\w+)\s+Message: (.*)/.exec(stderr) ?? [];
    return { code: name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase(), message: message || stderr };
  });
}

/** The program that the printed line generated and ran, built into a file. */
export function goClient(printed: PrintedClients, program: string, protocol: string): PulseClient {
  const command = `${program} -protocol ${protocol} qscan.v1.QscanSchedulerService/Ping "$DATA"`;
  return client(`Go, ${protocol}`, printed, command, jsonReply);
}

/** The printed command with another method, message, token and schema. */
function client(
  name: string,
  { output, schema, path }: PrintedClients,
  command: string,
  reply: (result: Result) => PulseReply,
): PulseClient {
  return {
    name,
    async call({ method, data = '{}', token }: PulseCall) {
      const other = command
        .replace('qscan.v1.QscanSchedulerService/Ping', method)
        .replace('qscan/v1/scheduler.proto', definitions(method))
        .replace('-d "{}"', '-d "$DATA"')
        .replace('mocks/proto', schema);
      const wrong = token === undefined ? '' : `REGISTRATION_TOKEN=${token}\n`;
      await using pasted = paste(output, wrong + other, { DATA: data, PATH: `${path}:${process.env.PATH}` });
      return reply(await pasted.result);
    },
  };
}

function definitions(method: string): string {
  return method.startsWith('eventstore.') ? 'eventstore/v1/event_store.proto' : 'qscan/v1/scheduler.proto';
}

function jsonReply({ code, stdout, stderr }: Result): PulseReply {
  return code === 0 ? { answer: JSON.parse(stdout) } : JSON.parse(stderr);
}
