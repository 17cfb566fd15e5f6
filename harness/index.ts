/** What a scenario file may import, and nothing else. */

export { guideEnvironment } from '../mocks/qplane/model/guide-environment.ts';
export { newEnvironment } from '../mocks/qplane/model/new-environment.ts';
export { ScenarioFailure } from './errors/scenario-failure.ts';
export { leakSearchFor } from './expectations/leak-search/leak-search.ts';
export { applyManifests } from './pipeline/apply-manifests.ts';
export { awaitConfig } from './pipeline/await-config.ts';
export { awaitReady } from './pipeline/await-ready.ts';
export { judge } from './pipeline/judge.ts';
export { observe } from './pipeline/observe.ts';
export { judgeOutages } from './pipeline/outages/judge-outages.ts';
export { outageTerms } from './pipeline/outages/outage-terms.ts';
export { planOutages } from './pipeline/outages/plan-outages.ts';
export { startOutages } from './pipeline/outages/start-outages.ts';
export { startPipeline } from './pipeline/pipeline.ts';
export { planRun } from './pipeline/plan-run.ts';
export { readFiles } from './pipeline/read-files.ts';
export { replayTraffic } from './pipeline/replay-traffic.ts';
export { sampledRequests } from './pipeline/sampled-requests.ts';
export { updateEnvironment } from './pipeline/update-environment.ts';
export { withModel } from './pipeline/with-model.ts';
export type { RunOptions } from './scenario/run-options.ts';
export { scenario } from './scenario/scenario.ts';
export type { ScenarioContext, Step } from './scenario/scenario-context.ts';
export { createReplay } from './traffic/replay/create-replay.ts';
