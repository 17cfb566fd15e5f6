/** What `npm run contract -- --help` prints. */
export const contractHelp = `Asks the mocks of Qplane and Pulse what npm run record has recorded of the real
ones, and shows every difference: status, RPC code, headers that clients go by,
and of bodies fields that are missing, additional or of another type.

  npm run contract -- recorded/pulse
  npm run contract -- recorded/qplane --snapshot snapshot.yaml

Flags stand behind "--", or npm takes them for itself.

  DIR              the recording. Each of its files is one exchange: remove one
                   to leave it out
  --snapshot FILE  the config snapshot that the mock of Qplane serves; that of
                   the recording's own account shows no differences that are
                   only the account's (default: fixtures/snapshots)
  --json FILE      writes the differences for a program to read
  --help           this text

Requests are made from the recorded shapes. A token that the real one accepted
stands for the mocks' own, any other for one that they do not know; scan jobs
are put there, or taken away, as the recorded answers say.

Exit: 0 all the same, 1 something differs or could not be replayed, 2 wrong use
or unreadable input, 130 interrupted.
`;
