import { create, fromBinary } from '@bufbuild/protobuf';
import { type Client, createClient } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-node';
import { EventStoreService } from '../../../mocks/proto/gen/eventstore/v1/event_store_pb.js';
import { type Artifact, ArtifactSchema } from '../../../mocks/proto/gen/qpoint/type/v1/artifact_pb.js';
import { QscanSchedulerService } from '../../../mocks/proto/gen/qscan/v1/scheduler_pb.js';
import { defaultPulseSettings } from '../../../mocks/pulse/settings.ts';
import type { Fixture, Shape } from '../fixture.ts';
import { messageOfShape } from './message-of-shape.ts';
import type { Mocks } from './start-mocks.ts';

const scheduler = `/${QscanSchedulerService.typeName}`;

/**
 * Brings the mock's queue of scan jobs into the state that a recorded answer speaks of: others filled and emptied the real one, and
 * nothing of them is in the recording.
 */
export interface ScanQueue {
  prepare(fixture: Fixture): Promise<void>;
  /** Of a job that was handed out; undefined: none was, or the recorded report was for one that the real Pulse did not know. */
  scanId(fixture: Fixture): string | undefined;
}

export function createScanQueue({ origin, token, pulse }: Mocks): ScanQueue {
  const transport = createConnectTransport({ baseUrl: origin.origin, httpVersion: '1.1' });
  const events: Client<typeof EventStoreService> = createClient(EventStoreService, transport);
  const jobs: Client<typeof QscanSchedulerService> = createClient(QscanSchedulerService, transport);
  const headers = { authorization: `Bearer ${token}` };
  const given = () =>
    pulse.state.jobs('leased')[0] ?? pulse.state.jobs('done').at(-1) ?? pulse.state.jobs('failed').at(-1);

  async function add(shape: Shape): Promise<void> {
    const artifact = artifactLike(shape);
    artifact.type = defaultPulseSettings.scannedArtifactTypes[0] ?? '';
    await events.ingestBatch({ events: [{ event: { case: 'artifact', value: artifact } }] }, { headers });
  }

  return {
    async prepare({ request, answer }) {
      if (request.path === `${scheduler}/GetNextJob` && answer.code === 'ok') {
        const artifact = artifactOf(answer.body.shape);
        const waiting = () => pulse.state.jobs('queued').length;
        if (artifact !== undefined && waiting() === 0) await add(artifact);
        while (artifact === undefined && waiting() > 0) await jobs.getNextJob({}, { headers });
      }
      if (request.path === `${scheduler}/SubmitJobReport` && answer.code === 'ok' && given() === undefined) {
        await add({});
        await jobs.getNextJob({}, { headers });
      }
    },
    scanId: ({ answer }) => (answer.code === 'not_found' ? undefined : given()?.scanId),
  };
}

/** An artifact of a shape; an empty one where the shape is none of an artifact: then the comparison says so. */
function artifactLike(shape: Shape): Artifact {
  try {
    return fromBinary(
      ArtifactSchema,
      messageOfShape(ArtifactSchema, shape, () => undefined),
    );
  } catch {
    return create(ArtifactSchema);
  }
}

/** The artifact of a recorded job; undefined: no job was handed out. */
function artifactOf(shape: Shape | undefined): Shape | undefined {
  const message = Array.isArray(shape) ? shape[0] : shape;
  if (typeof message !== 'object' || Array.isArray(message)) return undefined;
  const { scanId, artifact } = message as Readonly<Record<string, Shape>>;
  return scanId === undefined ? artifact : (artifact ?? {});
}
