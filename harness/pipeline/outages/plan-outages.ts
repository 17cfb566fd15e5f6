import { InputError } from '../../errors/input-error.ts';
import { snapshotEvidence } from '../../expectations/snapshot-evidence.ts';
import { expectSampling } from '../../sampling/expect-sampling.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { planTraffic } from '../../traffic/plan-traffic.ts';
import type { RunPlan } from '../plan-run.ts';
import { plannedTransactions } from '../planned-transactions.ts';

/** Beyond this the plan alone takes gigabytes. */
const mostExchanges = 200_000;

/**
 * Plans the traffic of which the snapshot samples so many exchanges. The same seed and snapshot give the same plan. Throws
 * `InputError` where it samples too few.
 */
export function planOutages(seed: number, snapshot: Snapshot, artifacts: number): RunPlan {
  const evidence = snapshotEvidence(snapshot);
  const { qscan } = evidence;
  const rate = Math.min(1, qscan?.sampling.rate ?? 0);
  // Where chance gives a few too many or too few, the next round has twice as many to choose from.
  for (let count = Math.ceil(artifacts / rate); qscan !== undefined && count <= mostExchanges; count *= 2) {
    const traffic = planTraffic({ seed, exchanges: count });
    const decisions = expectSampling({ seed, config: qscan.sampling, exchanges: traffic.exchanges });
    let sampled = 0;
    const last = decisions.findIndex((decision) => decision.sampled && ++sampled === artifacts);
    if (last < 0) continue;
    const exchanges = traffic.exchanges.slice(0, last + 1);
    return {
      traffic: { ...traffic, exchanges },
      decisions: decisions.slice(0, last + 1),
      scanInputs: artifacts,
      transactions: plannedTransactions(evidence, exchanges.length),
    };
  }
  throw new InputError(
    qscan === undefined
      ? 'The stack in force has no qscan plugin, so there is no artifact that an outage could cost: add one to the snapshot.'
      : `It takes more than ${mostExchanges} exchanges for the snapshot to sample ${artifacts}: raise its sample_rate, or lower --artifacts.`,
  );
}
