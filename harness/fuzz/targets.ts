import type { FuzzTarget } from './fuzz-target.ts';
import { connectSocket } from './targets/connect-socket.ts';
import { grpcSocket } from './targets/grpc-socket.ts';
import { pulseDecoder } from './targets/pulse-decoder.ts';
import { pushDecoder } from './targets/push-decoder.ts';
import { pushSocket } from './targets/push-socket.ts';
import { rawSocket } from './targets/raw-socket.ts';

/** All that takes frames from strangers; their shares add up to a hundred. */
export const fuzzTargets: readonly FuzzTarget[] = [
  pulseDecoder,
  pushDecoder,
  grpcSocket,
  connectSocket,
  pushSocket,
  rawSocket,
];
