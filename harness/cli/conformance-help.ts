/** What `npm run conformance -- --help` prints. */
export const conformanceHelp = `Asks a server a few hundred questions and compares its answers with those of the
real one, a Kubernetes API server 1.34 or an object store, recorded under
harness/conformance/recorded. A difference is red unless it is a row of
docs/differences.md.

  npm run conformance
  npm run conformance -- kubernetes --kubeconfig ~/.kube/config
  npm run conformance -- s3 --s3-endpoint http://127.0.0.1:4566

Without an address the embedded environment is asked. Flags stand behind "--",
or npm takes them for itself.

  kubernetes, s3      the suites to run (default: both)
  --kubeconfig FILE   a cluster's administrator; it gets namespaces
                      conformance-…, which are deleted at the end. Cases that
                      need nodes are skipped where there are none
  --context NAME      of the kubeconfig, if not its current one
  --s3-endpoint URL   an object store; it gets buckets, emptied and deleted at
                      the end
  --access-key ID     keys that may do everything there (default: test, as
  --secret-key KEY    LocalStack has it)
  --region NAME       (default: eu-central-1)
  --only TEXT         cases whose name holds the text
  --record            write the answers down as those of the real one; cases
                      that do not run keep theirs
  --write-differences write docs/differences.md from
                      harness/conformance/accepted-differences.ts, and run
                      nothing
  --help              this text

Exit: 0 no difference but accepted ones, 1 red, 2 wrong use or unreadable input,
3 no environment.
`;
