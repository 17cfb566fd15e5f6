import { expect, test } from 'vitest';
import { localAddresses, podUid, remoteEnd, socketInode } from './proc-sockets.ts';

const tcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 016433C6:01BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 9001 1 0000000000000000 100 0 0 10 0
   1: 016433C6:01BB 016433C6:9C40 01 00000000:00000000 00:00000000 00000000     0        0 9002 1 0000000000000000 20 4 30 10 -1
   2: 016433C6:9C40 016433C6:01BB 01 00000000:00000000 00:00000000 00000000     0        0 9003 1 0000000000000000 20 4 30 10 -1
   3: 016433C6:9C42 016433C6:01BB 06 00000000:00000000 00:00000000 00000000     0        0 0 3 0000000000000000`;
const tcp6 = `  sl  local_address                         remote_address                        st
   0: 0000000000000000FFFF0000016433C6:9C44 0000000000000000FFFF0000016433C6:01BB 01 00000000:00000000 00:00000000 00000000  1000        0 9005 1 0000000000000000 20 4 0 10 -1`;
const address = '198.51.100.1';
const edge = { address, port: 443 };

test('a socket is found by its ends, seen from the side that dialled', () => {
  expect(socketInode(tcp, { address, port: 40000 }, edge)).toBe('9003');
  expect(socketInode(tcp, { address, port: 40001 }, edge)).toBeUndefined();
});

test('one that nobody holds any more has no inode', () => {
  expect(socketInode(tcp, { address, port: 40002 }, edge)).toBeUndefined();
});

test('one that speaks IPv4 from an IPv6 socket is found among those', () => {
  expect(socketInode(tcp6, { address, port: 40004 }, edge)).toBe('9005');
});

test('what a socket dialled is its other end, from its own side', () => {
  expect(remoteEnd(tcp, { address, port: 40000 })).toEqual(edge);
  expect(remoteEnd(tcp6, { address, port: 40004 })).toEqual(edge);
  expect(remoteEnd(tcp, { address, port: 40001 })).toBeUndefined();
  expect(remoteEnd(tcp, { address, port: 40002 }), 'it has ended').toBeUndefined();
});

test.each([
  [
    'version 1, cgroupfs',
    '11:memory:/docker/0f/kubelet/kubepods/besteffort/pod0a1b2c3d-0000-4000-8000-0123456789ab/77aa',
  ],
  [
    'version 2, systemd',
    '0::/kubelet.slice/kubepods.slice/kubepods-burstable-pod0a1b2c3d_0000_4000_8000_0123456789ab.slice/cri-containerd-1.scope',
  ],
  ['from a namespace beside it', '0::/../../pod0a1b2c3d-0000-4000-8000-0123456789ab/77aa'],
])('a pod’s UID is read from its control group: %s', (_, text) => {
  expect(podUid(text)).toBe('0a1b2c3d-0000-4000-8000-0123456789ab');
});

test('a static pod’s UID is the hash of its file, and a process of the node has none', () => {
  expect(podUid('5:cpu:/kubelet/kubepods/burstable/pod0123456789abcdef0123456789abcdef/1')).toBe(
    '0123456789abcdef0123456789abcdef',
  );
  expect(podUid('5:cpu:/docker/0f/system.slice/containerd.service')).toBeUndefined();
});

test('a network namespace’s own addresses are read without its networks’ and the broadcast', () => {
  const trie = `Local:
  +-- 0.0.0.0/0 3 0 5
     +-- 10.244.1.0/24 2 0 1
        |-- 10.244.1.0
           /24 link UNICAST
        |-- 10.244.1.7
           /32 host LOCAL
        |-- 10.244.1.255
           /32 link BROADCAST
     +-- 127.0.0.0/8 2 0 2
        |-- 127.0.0.1
           /32 host LOCAL
`;
  expect(localAddresses(trie)).toEqual(['10.244.1.7', '127.0.0.1']);
});
