/** What `npm run clean -- --help` prints. */
export const cleanHelp = `Removes what killed runs left: clusters, containers, networks and folders that carry a
run's id, and the kept cluster of --reuse. What a living run owns is spared.

  npm run clean
  npm run clean -- --dry-run

  --dry-run  says what would be removed, and removes nothing
  --images   the images of the stand-ins too; the next run builds them again
  --help     this text

Exit: 0 clean, 2 wrong use, 3 Docker cannot be asked or something could not be removed.
`;
