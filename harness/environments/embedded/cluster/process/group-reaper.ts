import { type ChildProcess, spawn } from 'node:child_process';

/** Kills, once its input ends, every process group that was named to it and not taken back. (dash knows no `kill -- -1`.) */
const script = `
groups=
while read -r op group; do
  case $op in
    +) groups="$groups $group" ;;
    -) left=; for one in $groups; do [ "$one" = "$group" ] || left="$left $one"; done; groups=$left ;;
  esac
done
for one in $groups; do kill -9 "-$one"; done
`;

let reaper: ChildProcess | undefined;
let groups = 0;

/**
 * Sees to it that a process group ends with this thread of the harness, even when the harness is killed while the group is
 * too busy to notice: one shell for all groups, which reads from a pipe that closes with us. It leaves with the last group.
 * Call the returned function when the group is gone.
 */
export function reapGroup(group: number): () => void {
  reaper ??= start();
  groups++;
  tell(`+ ${group}\n`);
  return () => {
    tell(`- ${group}\n`);
    if (--groups > 0) return;
    reaper?.stdin?.end();
    reaper = undefined;
  };
}

function start(): ChildProcess {
  const started = spawn('sh', ['-c', script], { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  // Without a shell the IPC channel alone has to do.
  started.on('error', () => {});
  started.stdin?.on('error', () => {});
  started.unref();
  return started;
}

function tell(line: string): void {
  reaper?.stdin?.write(line);
}
