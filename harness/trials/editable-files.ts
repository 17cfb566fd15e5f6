import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Document, isMap, isScalar, isSeq, parseAllDocuments, parseDocument, type YAMLMap } from 'yaml';
import { parseManifests } from '../manifests/parse-manifests.ts';
import { manifestFiles } from '../manifests/read-manifests.ts';
import { readText } from '../manifests/read-text.ts';
import { imageRole } from '../pipeline/image-roles.ts';
import { snapshotFile } from '../pipeline/snapshot-file.ts';
import type { RunOptions, StandIn } from '../scenario/run-options.ts';
import { readSnapshot } from '../snapshot/read-snapshot.ts';
import { NothingToEdit } from './nothing-to-edit.ts';

/** As `kubectl` reads it: `yes` is a boolean. */
const yaml = { version: '1.1', merge: true } as const;

type EditedOptions = Pick<RunOptions, 'manifests' | 'snapshot' | 'secrets' | 'images'>;

/** The user's files, read to be changed and written elsewhere: what they hold beside a change stays as it is. */
export class EditableFiles {
  readonly #manifests: { readonly name: string; readonly documents: Document[] }[];
  readonly #images: RunOptions['images'];
  /** The snapshot as YAML. */
  readonly snapshot: Document;
  /** In the place of the snapshot, where a change makes what is no YAML. */
  snapshotText: string | undefined;
  /** Secret manifests in the place of those that the options name. */
  secretsText: string | undefined;

  private constructor(
    manifests: { readonly name: string; readonly documents: Document[] }[],
    snapshot: Document,
    images: RunOptions['images'],
  ) {
    this.#manifests = manifests;
    this.snapshot = snapshot;
    this.#images = images;
  }

  /**
   * Reads what the options name. `ownSnapshot` is the fixture that stands in where they name no snapshot. Throws as a run does where a
   * file is no YAML.
   */
  static async read(options: EditedOptions, ownSnapshot?: string): Promise<EditableFiles> {
    const files = await manifestFiles(options.manifests);
    const manifests = await Promise.all(
      files.map(async (file) => {
        const text = await readText(file);
        const documents = parseAllDocuments(text, yaml);
        if (documents.some(isBroken)) parseManifests(text, file);
        return { name: basename(file).replace(/\.json$/i, '.yaml'), documents: 'empty' in documents ? [] : documents };
      }),
    );
    const file = snapshotFile(options, ownSnapshot);
    const text = await readText(file);
    const snapshot = parseDocument(text);
    if (isBroken(snapshot)) readSnapshot(text, { file });
    return new EditableFiles(manifests, snapshot, options.images);
  }

  /** All objects of the manifests. */
  get objects(): Document[] {
    return this.#manifests.flatMap(({ documents }) => documents);
  }

  /** The object whose pods run the agent. Throws `NothingToEdit` where there is none. */
  agent(role: StandIn): Document {
    const found = this.objects.find((document) => this.#containerOf(document, role) !== undefined);
    if (found === undefined) throw new NothingToEdit(`no manifest runs ${role}`);
    return found;
  }

  /** The container of the agent. Throws `NothingToEdit` where there is none. */
  container(role: StandIn): YAMLMap {
    return this.#containerOf(this.agent(role), role) as YAMLMap;
  }

  /** Puts one more manifest beside the others, in a file of its own. */
  add(name: string, text: string): void {
    this.#manifests.push({ name, documents: parseAllDocuments(text, yaml) as Document[] });
  }

  /** Writes everything into a folder, and answers where it stands there. */
  async write(folder: string): Promise<Pick<RunOptions, 'manifests' | 'snapshot'> & { readonly secrets?: string }> {
    const manifests = join(folder, 'manifests');
    const snapshot = join(folder, 'snapshot.yaml');
    const secrets = join(folder, 'secrets.yaml');
    await mkdir(manifests, { recursive: true });
    for (const { name, documents } of this.#manifests) {
      const texts = documents.map((document) => document.toString({ lineWidth: 0 }).replace(/^---\n/, ''));
      await writeFile(join(manifests, name), texts.join('---\n'));
    }
    await writeFile(snapshot, this.snapshotText ?? this.snapshot.toString({ lineWidth: 0 }));
    if (this.secretsText !== undefined) await writeFile(secrets, this.secretsText);
    return { manifests, snapshot, ...(this.secretsText !== undefined && { secrets }) };
  }

  #containerOf(document: Document, role: StandIn): YAMLMap | undefined {
    const containers = document.getIn(['spec', 'template', 'spec', 'containers']);
    if (!isSeq(containers)) return undefined;
    return containers.items.filter(isMap).find((container) => {
      const image = container.get('image', true);
      return isScalar(image) && imageRole(String(image.value), this.#images) === role;
    });
  }
}

function isBroken({ errors }: Pick<Document, 'errors'>): boolean {
  return errors.length > 0;
}
