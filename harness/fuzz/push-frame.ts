import { encodeFrame, type FrameFormat } from '../../mocks/ably/frame-codec.ts';
import { action } from '../../mocks/ably/protocol-message.ts';
import type { Random } from '../random/random.ts';
import { mutate } from './mutate.ts';

const messages = [
  { action: action.attach, channel: 'org_fuzz-deploy', channelSerial: 'e:1' },
  {
    action: action.message,
    channel: 'org_fuzz-deploy',
    msgSerial: 1,
    messages: [{ name: 'config.changed', data: 'x' }],
  },
  { action: action.message, channel: 'org_fuzz-deploy', msgSerial: 3, messages: [{ data: nested(28) }] },
  { action: action.heartbeat, id: 'beat' },
  { action: action.detach, channel: 'org_fuzz-deploy' },
  { action: action.presence, channel: 'org_fuzz-deploy', msgSerial: 2 },
];

/** Lists within lists: how deep, decides whether it is passed on. */
function nested(levels: number): unknown[] {
  return levels === 0 ? [] : [nested(levels - 1)];
}

/** A broken frame of the push channel's protocol. */
export function pushFrame(random: Random, format: FrameFormat): Uint8Array {
  return mutate(Buffer.from(encodeFrame(random.pick(messages), format)), random);
}
