/** What `npm run clean -- --help` prints. */
export const cleanHelp = `Removes what killed runs left: clusters, containers and folders that carry a
run's id, and your kept cluster of --reuse; with what brought it kind's network
too, when nobody else is in it. What a living run owns is spared, and so is the
kept cluster of another user of the same Docker.

  npm run clean
  npm run clean -- --dry-run
  npm run clean -- --context NAME --namespace NAME --bucket NAME

  --dry-run  says what would be removed, and removes nothing
  --images   the images of the stand-ins and of nodes with them too, but those that
             nodes run on; the next run builds them again
  --context NAME, --namespace NAME, --bucket NAME, --s3-endpoint URL
             what a killed run of --environment existing left in that namespace,
             and in the bucket what it had written down as its own; nothing else.
             The bucket is named as for the run
  --help     this text

Exit: 0 clean, 2 wrong use, 3 Docker or the cluster cannot be asked, or
something could not be removed.
`;
