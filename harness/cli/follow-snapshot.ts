import { relative } from 'node:path';
import { deployChannel } from '../../mocks/ably/deploy-channel.ts';
import { InputError } from '../errors/input-error.ts';
import type { Platform } from '../pipeline/platform.ts';
import { readSnapshot } from '../snapshot/read-snapshot.ts';
import { followFile } from './follow-file.ts';

export interface FollowOptions {
  readonly platform: Platform;
  readonly registrationToken: string;
  readonly file: string;
  /** The snapshot that is served at first. */
  readonly snapshot: string;
  /** Told in a sentence what became of each change. */
  readonly say: (line: string) => void;
}

/** Serves each new snapshot of a file and announces it to agents; one that cannot be read is told, and the one before stays. */
export function followSnapshot(options: FollowOptions): Disposable {
  const { platform, registrationToken, file, snapshot, say } = options;
  const name = relative('', file);
  return followFile(file, snapshot, (text) => {
    try {
      readSnapshot(text, { file });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      say(`${error.message}\nIt is not announced: agents keep the snapshot before it.`);
      return;
    }
    platform.qplane.state.setSnapshot(registrationToken, text);
    const { channel } = deployChannel(platform.orgId);
    const heard = platform.ably.state.connections().filter(({ open, channels }) => open && channels.includes(channel));
    say(`${name} changed: announced to ${heard.length} ${heard.length === 1 ? 'listener' : 'listeners'}.`);
  });
}
