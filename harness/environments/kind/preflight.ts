import { existsSync } from 'node:fs';
import { readFile, statfs } from 'node:fs/promises';
import type { Check } from '../preflight/check.ts';
import { imageId } from './images/ensure-image.ts';
import { kubernetesMinor, minorOfTag } from './kubernetes-minor.ts';
import { pinnedImages } from './pinned-images.ts';
import { ProgramError, runProgram } from './run-program.ts';

export interface PreflightOptions {
  readonly nodeImage: string;
  readonly localstackImage: string;
  /** Images that are to be had besides these two, with what is to be done when they are not. */
  readonly images: readonly string[];
  /** Ask registries for images that are not in Docker: takes seconds. */
  readonly askRegistries: boolean;
}

/** Versions before it know no `kubeadmConfigPatches` for kubelet 1.34, or have not been tried. */
const oldestKind = [0, 27] as const;

/** Two nodes, LocalStack and a scanner came to 2.2 GiB on the lab. */
const leastMemory = 3 * 2 ** 30;

/** Images of nodes and stand-ins in Docker, these once more in an image of the nodes, and all of it in each node. */
const leastDisk = 7 * 2 ** 30;

/** The two nodes of a cluster open some hundred; Linux grants 128. */
const leastInotify = 256;

const patience = 20_000;

/** Looks at everything that a kind environment needs. Never rejects. */
export async function kindPreflight(options: PreflightOptions): Promise<Check[]> {
  const [docker, kind, kubectl] = await Promise.all([dockerChecks(options), kindCheck(), kubectlCheck()]);
  return [...docker, kind, await inotifyCheck(), kubectl].filter((check) => check !== undefined);
}

interface DockerInfo {
  readonly ServerVersion?: string;
  readonly CgroupVersion?: string;
  readonly MemTotal?: number;
  readonly NCPU?: number;
  readonly DockerRootDir?: string;
  readonly OperatingSystem?: string;
  readonly OSType?: string;
}

async function dockerChecks(options: PreflightOptions): Promise<Check[]> {
  const info = await dockerInfo();
  if ('state' in info) {
    const rest = ['cgroups', 'memory', 'disk', 'images'];
    return [info, ...rest.map((name): Check => ({ name, state: 'unknown', found: 'not seen without Docker' }))];
  }
  return [
    { name: 'Docker', state: 'ok', found: `${info.ServerVersion}, ${info.OperatingSystem}, ${info.NCPU} CPU` },
    cgroupCheck(info, options.nodeImage),
    memoryCheck(info),
    await diskCheck(info),
    ...(await Promise.all(
      [...new Set([options.nodeImage, options.localstackImage, pinnedImages.base, ...options.images])].map((image) =>
        imageCheck(image, options),
      ),
    )),
  ];
}

async function dockerInfo(): Promise<DockerInfo | Check> {
  try {
    const text = await runProgram('docker', ['info', '--format', '{{json .}}'], { timeout: patience });
    const info = JSON.parse(text) as DockerInfo & { readonly ServerErrors?: readonly string[] };
    const [problem] = info.ServerErrors ?? [];
    if (problem !== undefined) return dockerFailure(problem);
    if (info.OSType !== undefined && info.OSType !== 'linux') {
      return {
        name: 'Docker',
        state: 'failed',
        found: `runs ${info.OSType} containers`,
        remedy: 'switch it to Linux containers',
      };
    }
    return info;
  } catch (error) {
    return dockerFailure(error instanceof ProgramError && error.code === 'ENOENT' ? undefined : reasonOf(error));
  }
}

/** `problem`: what the client said; undefined when there is none on the PATH. */
function dockerFailure(problem: string | undefined): Check {
  if (problem === undefined) {
    return {
      name: 'Docker',
      state: 'failed',
      found: 'not on the PATH',
      remedy: 'install it: https://docs.docker.com/engine/install',
    };
  }
  const remedy = /permission denied/i.test(problem)
    ? 'let this user use it (on Linux: sudo usermod -aG docker $USER, then log in anew)'
    : 'start it (Docker Desktop, or: sudo systemctl start docker), or set DOCKER_HOST';
  return { name: 'Docker', state: 'failed', found: problem, remedy };
}

async function kindCheck(): Promise<Check> {
  const name = 'kind';
  const install = 'install 0.27 or later: https://kind.sigs.k8s.io/docs/user/quick-start';
  try {
    const text = await runProgram('kind', ['version'], { timeout: patience });
    const [, major, minor] = /v(\d+)\.(\d+)/.exec(text) ?? [];
    const isOld = Number(major) === oldestKind[0] && Number(minor) < oldestKind[1];
    const found = text.trim().split(' ').slice(1, 2).join('') || text.trim();
    return isOld ? { name, state: 'failed', found, remedy: install } : { name, state: 'ok', found };
  } catch (error) {
    const found = error instanceof ProgramError && error.code === 'ENOENT' ? 'not on the PATH' : reasonOf(error);
    return { name, state: 'failed', found, remedy: install };
  }
}

function cgroupCheck({ CgroupVersion: version }: DockerInfo, nodeImage: string): Check {
  const name = 'cgroups';
  const minor = minorOfTag(nodeImage);
  if (version === undefined) return { name, state: 'unknown', found: 'Docker does not say which version' };
  if (version !== '1') return { name, state: 'ok', found: `version ${version}` };
  if (minor === undefined) {
    return {
      name,
      state: 'unknown',
      found: `version 1; the tag of ${nodeImage} does not say which Kubernetes it holds`,
    };
  }
  if (minor < kubernetesMinor.refusesCgroupV1)
    return { name, state: 'ok', found: `version 1, which Kubernetes 1.${minor} still takes` };
  return {
    name,
    state: 'failed',
    found: `version 1, which Kubernetes 1.${kubernetesMinor.refusesCgroupV1} and later refuse (${nodeImage})`,
    remedy: `take --kind-image ${pinnedImages.node}, or boot with systemd.unified_cgroup_hierarchy=1`,
  };
}

function memoryCheck({ MemTotal: total }: DockerInfo): Check {
  const name = 'memory';
  if (total === undefined) return { name, state: 'unknown', found: 'Docker does not say how much' };
  const found = `${gibibytes(total)} for containers`;
  if (total >= leastMemory) return { name, state: 'ok', found };
  const remedy = `give Docker ${gibibytes(leastMemory)} (Docker Desktop: Settings, Resources)`;
  return { name, state: 'failed', found, remedy };
}

async function diskCheck({ DockerRootDir: folder }: DockerInfo): Promise<Check> {
  const name = 'disk';
  // Docker Desktop's folder lies in its own machine.
  if (folder === undefined || !existsSync(folder))
    return { name, state: 'unknown', found: "Docker's folder is not on this machine" };
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const found = `${gibibytes(free)} free in ${folder}`;
  if (free >= leastDisk) return { name, state: 'ok', found };
  return {
    name,
    state: 'failed',
    found,
    remedy: `free ${gibibytes(leastDisk)}: docker system df, npm run clean -- --images`,
  };
}

async function imageCheck(image: string, options: PreflightOptions): Promise<Check> {
  const name = `image ${image}`;
  const remedy = `docker load it${flagOf(image, options)}`;
  try {
    if ((await imageId(image)) !== undefined) return { name, state: 'ok', found: 'in Docker' };
    if (!options.askRegistries) return { name, state: 'unknown', found: 'to be pulled' };
    await runProgram('docker', ['manifest', 'inspect', image], { timeout: patience });
    return { name, state: 'ok', found: 'can be pulled' };
  } catch (error) {
    return { name, state: 'failed', found: `not in Docker, and cannot be pulled (${reasonOf(error)})`, remedy };
  }
}

function flagOf(image: string, { nodeImage, localstackImage }: PreflightOptions): string {
  if (image === nodeImage) return ', or name another with --kind-image';
  return image === localstackImage ? ', or name another with --localstack-image' : '';
}

async function inotifyCheck(): Promise<Check | undefined> {
  const file = '/proc/sys/fs/inotify/max_user_instances';
  if (!existsSync(file)) return undefined;
  const limit = Number(await readFile(file, 'utf8'));
  const name = 'inotify';
  const found = `${limit} instances a user`;
  // One cluster gets by with it, two do not.
  return limit < leastInotify
    ? {
        name,
        state: 'unknown',
        found: `${found}: enough for one cluster; for more: sudo sysctl fs.inotify.max_user_instances=1024`,
      }
    : { name, state: 'ok', found };
}

async function kubectlCheck(): Promise<Check> {
  try {
    const text = await runProgram('kubectl', ['version', '--client'], { timeout: patience });
    return { name: 'kubectl', state: 'ok', found: /v\d+\.\d+\.\d+/.exec(text)?.[0] ?? 'found' };
  } catch {
    return { name: 'kubectl', state: 'unknown', found: 'not on the PATH; only for looking around with --keep' };
  }
}

function reasonOf(error: unknown): string {
  const text = error instanceof ProgramError ? error.stderr : (error as Error).message;
  return text.trim().split('\n').at(-1) || 'it said nothing';
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
