import { relative } from 'node:path';
import { deployChannel } from '../../mocks/ably/deploy-channel.ts';
import { InputError } from '../errors/input-error.ts';
import { readText } from '../manifests/read-text.ts';
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
export function followSnapshot({ platform, registrationToken, file, snapshot, say }: FollowOptions): Disposable {
  const name = relative('', file);
  let last = snapshot;
  const changed = async () => {
    try {
      const text = await readText(file);
      if (text === last) return;
      last = text;
      if (text.trim() === '') throw new InputError(`${name} is empty.`);
      readSnapshot(text, { file });
      platform.qplane.state.setSnapshot(registrationToken, text);
      const { channel } = deployChannel(platform.orgId);
      const heard = platform.ably.state
        .connections()
        .filter(({ open, channels }) => open && channels.includes(channel));
      say(`${name} changed: announced to ${heard.length} ${heard.length === 1 ? 'listener' : 'listeners'}.`);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      say(`${error.message}\nIt is not announced: agents keep the snapshot before it.`);
    }
  };
  try {
    return followFile(file, changed);
  } catch (error) {
    say(`${name} is not followed: ${(error as Error).message}`);
    return { [Symbol.dispose]: () => undefined };
  }
}
