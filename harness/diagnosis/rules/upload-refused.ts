import { role } from '../../edge/hosts.ts';
import { isBucketName } from '../../environments/embedded/store/storage/bucket-name.ts';
import { ownStore } from '../../snapshot/store-in-force.ts';
import { agentContainer, type Cause, exchangesOf, type Facts, logsOf, variablePosition } from '../facts.ts';
import { troubleIn } from '../log-messages.ts';
import { setUpRemedy } from '../set-up-remedy.ts';
import { storePosition } from '../store-position.ts';
import { uploadRemedy } from '../upload-remedy.ts';

/** Lines of Qtap on a store that it cannot set up (reference, artifacts.md section 6, qplane.md section 2). */
const notInitialised =
  /failed to initialize service factory|failed to create s3 object store|access_key is required|secret_key is required|is empty or not set|bucket is required/;

/** Qtap has no working store: it could not set it up, or S3 refuses its uploads. */
export function uploadRefused(facts: Facts): Cause | undefined {
  const container = agentContainer(facts, 'qtap');
  const named = ownStore(facts.snapshot);
  if (named !== undefined && named.bucket !== '' && !isBucketName(named.bucket)) {
    return {
      sentence: `Nothing is stored: "${named.bucket}" is no name that S3 takes for a bucket (3 to 63 lower-case letters, digits, dots and hyphens).`,
      positions: [named.at],
      evidence: [],
    };
  }
  const trouble = logsOf(facts, 'qtap').flatMap(({ pod, text }) =>
    troubleIn(text).map((message) => ({ pod, message })),
  );
  const setUp = trouble.find(({ message }) => notInitialised.test(message));
  if (setUp !== undefined) {
    const remedy = named && setUpRemedy(facts.snapshot, named, container);
    return {
      sentence: `Qtap cannot set up its object store: ${lastPart(setUp.message)}${remedy ? `; ${remedy.remedy}` : ''}.`,
      positions: remedy?.positions ?? [named?.at ?? facts.snapshot.locate(['services', 'object_stores'])],
      evidence: [`log of ${setUp.pod}: ${setUp.message}`],
    };
  }
  const refused = exchangesOf(facts, 'qtap').find(
    ({ host, status, method }) => role(host) === 'object-store' && method === 'PUT' && (status ?? 0) >= 300,
  );
  if (refused === undefined) return undefined;
  const line = trouble.find(({ message }) => message.includes('failed to put artifact'));
  const words = line && lastPart(line.message);
  const { remedy, field } = (named && uploadRemedy(words ?? '', { ...named, grants: facts.grants })) ?? {};
  return {
    sentence: `S3 refuses Qtap's uploads to ${refused.host} with ${refused.status}${words ? `: ${words}` : ''}${remedy ? `; ${remedy}` : ''}.`,
    positions: [
      ...(named && field ? [storePosition(facts.snapshot, named, field)] : []),
      ...(named ? [named.at] : []),
      ...variablePosition(container, 'AWS_ACCESS_KEY_ID'),
    ],
    evidence: line ? [`log of ${line.pod}: ${line.message}`] : [],
  };
}

function lastPart(message: string): string {
  return message.replace(/^failed to (initialize service factory|put artifact):\s*/, '').replace(/\.$/, '');
}
