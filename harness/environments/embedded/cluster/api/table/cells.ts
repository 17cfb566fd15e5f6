import type { KubeObject } from '../objects/kube-object.ts';
import { accessCells } from './cells/access.ts';
import { batchCells } from './cells/batch.ts';
import { configurationCells } from './cells/configuration.ts';
import { networkCells } from './cells/network.ts';
import { nodeCells } from './cells/nodes.ts';
import { scalingCells } from './cells/scaling.ts';
import { storageCells } from './cells/storage.ts';
import { workloadCells } from './cells/workloads.ts';

/** What a row of a kind's table says, in the order of its columns. */
export type Cells = (object: KubeObject) => readonly unknown[];

/** As kubernetes `pkg/printers/internalversion/printers.go` has them, 1.34, by storage. */
const cells: Readonly<Record<string, Cells>> = {
  ...accessCells,
  ...batchCells,
  ...configurationCells,
  ...networkCells,
  ...nodeCells,
  ...scalingCells,
  ...storageCells,
  ...workloadCells,
};

export function cellsOf(storage: string): Cells {
  return cells[storage] ?? withoutPrinter;
}

/** Source: apiserver `rest.NewDefaultTableConvertor`, for kinds that have no printer. */
function withoutPrinter({ metadata }: KubeObject): readonly unknown[] {
  return [metadata.name, metadata.creationTimestamp];
}
