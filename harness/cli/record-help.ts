/** What `npm run record -- --help` prints. */
export const recordHelp = `Stands between agents and a real Qplane or Pulse, passes on what they say to
each other, and writes each exchange as a fixture without a value of it: tokens,
keys, queries, bodies and what else is not a word of the contract become
placeholders. npm run contract compares the mocks with what was recorded.

  npm run record -- --upstream https://api.qpoint.io --out recorded/qplane
  npm run record -- --upstream https://api-pulse.qpoint.io --out recorded/pulse

Flags stand behind "--", or npm takes them for itself.

  --upstream URL  what is recorded: https:// or http://, without a path. A CA of
                  your own is trusted by NODE_EXTRA_CA_CERTS=FILE
  --out DIR       where fixtures go, one file an exchange; made if it is not
                  there, refused if it holds a recording already
  --field NAME    a field's name that stays, may be repeated. Names that are not
                  of the contract become <key 1>: they could be values, too
  --help          this text

It listens on 127.0.0.1, says how agents get there, and stays until Ctrl-C, or
SIGTERM. Agents reach the upstream with their own tokens, which are kept in
memory only, and only to give equal ones the same name: <token 1>.

Exit: 0 stopped, 2 wrong use, 3 some fixture could not be written.
`;
