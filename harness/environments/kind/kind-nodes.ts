/** How many nodes `kind/cluster.yaml` makes. */
export const kindNodes = 2;
