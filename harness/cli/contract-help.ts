/** What `npm run contract -- --help` prints. */
export const contractHelp = `Asks the mocks of Qplane and Pulse what npm run record has recorded of the real
ones, and shows every difference: status, RPC code, trailers, of headers
content-type, location, retry-after, set-cookie and www-authenticate, and of
bodies fields that are missing, additional or of another type.

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

Requests are made from the recorded shapes. Where the real one refused
a token, the mocks are shown one that they do not know, else their own; scan
jobs are put there, or taken away, as the recorded answers say.

Exit: 0 all the same, 1 something differs or could not be replayed, 2 wrong use
or unreadable input, 130 interrupted.
`;
