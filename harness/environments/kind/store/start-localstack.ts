import { EnvironmentError } from '../../../errors/environment-error.ts';

export interface LocalStackOptions {
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Name of the container. */
  readonly name: string;
  /** Docker network that it joins; has to be there. */
  readonly network: string;
}

export interface RunningLocalStack {
  readonly containerId: string;
  /** On this machine's loopback interface. */
  readonly endpoint: string;
}

/** Lines of its log that stand in the error. */
const lastWords = 5;

/** What the container is told. */
function variables(): Record<string, string> {
  const token = process.env.LOCALSTACK_AUTH_TOKEN;
  return {
    SERVICES: 's3,sts,iam',
    LOCALSTACK_HOST: 'localhost',
    DISABLE_EVENTS: '1',
    // Else the first call of each service waits for it to load.
    EAGER_SERVICE_LOADING: '1',
    ...(token !== undefined && token !== '' && { LOCALSTACK_AUTH_TOKEN: token }),
  };
}

/** Starts LocalStack with S3, STS and IAM. Throws `EnvironmentError` with its last words when it does not come up. */
export async function startLocalStack({ image, labels, name, network }: LocalStackOptions): Promise<RunningLocalStack> {
  const { LocalstackContainer } = await import('@testcontainers/localstack');

  class LoopbackLocalStack extends LocalstackContainer {
    // What LocalStack's own would do here is for functions that it starts, which are none, and asks for the reaper.
    protected override async beforeContainerCreated(): Promise<void> {
      const { PortBindings = {} } = this.hostConfig as { PortBindings?: Record<string, { HostIp?: string }[]> };
      for (const binding of Object.values(PortBindings).flat()) binding.HostIp = '127.0.0.1';
    }
  }

  let words: string[] = [];
  try {
    const started = await new LoopbackLocalStack(image)
      .withName(name)
      .withLabels({ ...labels })
      .withEnvironment(variables())
      // From the start: joining a second network later would publish the port anew.
      .withNetworkMode(network)
      // The run's own watcher removes it with the cluster. Testcontainers' reaper knows nothing of that, and the file by which
      // processes take turns to look for it stays in the folder for temporary files.
      .withAutoCleanup(false)
      .withLogConsumer((stream) =>
        stream.on('data', (line: Buffer | string) => {
          words = [...words, String(line).trimEnd()].slice(-lastWords);
        }),
      )
      .start();
    return { containerId: started.getId(), endpoint: `http://127.0.0.1:${started.getPort()}` };
  } catch (error) {
    const last = words.map((line) => `\n  ${line}`);
    throw new EnvironmentError(
      `LocalStack (${image}) did not come up: ${(error as Error).message}${last.join('')}\nLater tags than 4.14 want LOCALSTACK_AUTH_TOKEN; --localstack-image names another.`,
      { cause: error },
    );
  }
}
