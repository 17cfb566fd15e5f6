import type { RunCommand } from '../../node-agent.ts';
import { badRequest, internalError } from '../../objects/api-error.ts';
import { type Exchange, sendText } from '../exchange.ts';
import { channelCommand, closableProtocol } from './channel-command.ts';
import type { CommandConnection, WantedStreams } from './command-connection.ts';
import { spdyCommand } from './spdy-command.ts';
import { terminal } from './terminal.ts';
import type { Upgrade } from './upgrade.ts';

/** Connects a client of exec or attach with what `open` gives, and tells it how that ended. */
export async function remoteCommand(exchange: Exchange, upgrade: Upgrade, open: () => RunCommand): Promise<void> {
  const wanted = wantedStreams(exchange.query);
  // In the newest protocol the API server answers for itself and asks the node afterwards; else the node's refusal comes first.
  const translated = upgrade.kind === 'websocket' && upgrade.protocols.includes(closableProtocol);
  const refusal = translated ? undefined : refusalOf(open);
  if (refusal !== undefined) return sendText(exchange, 500, `${refusal}\n`);
  const connection = await (upgrade.kind === 'spdy' ? spdyCommand : channelCommand)(upgrade, wanted);
  const status = wanted.tty
    ? await atTerminal(connection, (cooked) => outcome(cooked, open, translated))
    : await outcome(connection, open, translated);
  await connection.finish(status);
}

/** Source: `NewOptions` in kubelet/pkg/cri/streaming/remotecommand/httpstream.go. */
function wantedStreams(query: URLSearchParams): WantedStreams {
  const flag = (name: string) => ['true', '1'].includes(query.get(name) ?? '');
  const tty = flag('tty');
  const wanted = { stdin: flag('stdin'), stdout: flag('stdout'), stderr: flag('stderr') && !tty, tty };
  if (wanted.stdin || wanted.stdout || wanted.stderr) return wanted;
  throw badRequest('you must specify at least 1 of stdin, stdout, stderr');
}

/** The part of a connection that a command sees. */
type Client = Pick<CommandConnection, 'streams' | 'gone'>;

async function atTerminal({ streams, gone }: Client, run: (client: Client) => Promise<object>): Promise<object> {
  const { interrupted, flush, ...cooked } = terminal(streams);
  const status = await run({ ...cooked, gone: AbortSignal.any([gone, interrupted]) });
  await flush();
  // A process ends by SIGINT there.
  return interrupted.aborted ? nonZeroExit(130) : status;
}

function refusalOf(open: () => RunCommand): string | undefined {
  try {
    open();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** A `Status`, as the error stream carries it. Source: `ServeExec` of the kubelet, `StreamTranslatorHandler` of the API server. */
async function outcome({ streams, gone }: Client, open: () => RunCommand, translated: boolean): Promise<object> {
  const refusal = refusalOf(open);
  if (refusal !== undefined) return internalError(`unable to upgrade connection: ${refusal}`).status;
  try {
    const code = await open()(streams, gone);
    return code === 0 ? { metadata: {}, status: 'Success' } : nonZeroExit(code);
  } catch (error) {
    const refused = internalError(`error executing command in container: ${(error as Error).message}`);
    return translated ? internalError(refused.message).status : refused.status;
  }
}

function nonZeroExit(code: number): object {
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: command terminated with exit code ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}
