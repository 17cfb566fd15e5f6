import type { SourcePosition } from '../errors/source-position.ts';
import type { SamplingConfig } from '../sampling/sampling-config.ts';

/** Where the user wrote it. */
export interface Located {
  readonly at: SourcePosition;
}

/** `env` reads a variable, `text` is the value itself, any other type resolves to the empty string (qplane.md section 4). */
export interface ValueSource extends Located {
  readonly type: string;
  readonly value: string;
}

export interface EventStore extends Located {
  readonly id: string;
  readonly type: string;
  readonly url: string;
  readonly token: ValueSource | undefined;
  readonly allowInsecure: boolean;
}

/** Which event store gets the records of an object store; an empty id is the default one. */
export interface StoreReference {
  readonly id: string;
  readonly disabled: boolean;
}

interface StoreBase extends Located {
  readonly id: string;
  /** As written. */
  readonly type: string;
  readonly eventStore: StoreReference;
}

export interface S3Store extends StoreBase {
  readonly kind: 's3';
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessUrl: string;
  readonly insecure: boolean;
  readonly accessKey: ValueSource | undefined;
  readonly secretKey: ValueSource | undefined;
}

/** Qpoint's own cloud storage. */
export interface WarehouseStore extends StoreBase {
  readonly kind: 'qpoint';
  readonly url: string;
  readonly token: ValueSource | undefined;
}

/** `console` is what `stdout` and every unknown type come to: payloads are printed to the log. */
export interface PlainStore extends StoreBase {
  readonly kind: 'console' | 'otel' | 'disabled';
}

export type ObjectStore = S3Store | WarehouseStore | PlainStore;

export interface Monitor extends Located {
  readonly type: string;
  readonly recordValue: boolean;
}

export interface QscanSettings {
  readonly sampling: SamplingConfig;
  readonly monitors: readonly Monitor[];
  readonly recordDocument: boolean;
  readonly verbose: boolean;
  readonly qscanCloud: boolean;
  /** Empty: the default store. */
  readonly objectStoreId: string;
}

export type CaptureLevel = 'none' | 'summary' | 'headers' | 'full';

export interface CaptureRule extends Located {
  readonly name: string;
  readonly expr: string;
  /** Undefined: the level of the plugin. */
  readonly level: CaptureLevel | undefined;
  /** Undefined: the format of the plugin. */
  readonly format: string | undefined;
}

export interface HttpCaptureSettings {
  /** In force: a misspelt level is `headers`. */
  readonly level: CaptureLevel;
  /** `details` was written, the old name of `headers`. */
  readonly hasOldLevelName: boolean;
  /** As written; anything but `json` and `text` stores nothing. */
  readonly format: string;
  readonly objectStore: StoreReference;
  readonly rules: readonly CaptureRule[];
}

export interface AccessLogsSettings {
  readonly level: 'summary' | 'full';
}

/** Artifact types of parts of an exchange (reference, artifacts.md section 3). */
export const recordedParts = ['req-headers', 'req-body', 'res-headers', 'res-body'] as const;
export type RecordedPart = (typeof recordedParts)[number];

export interface DetectErrorsRule extends Located {
  readonly name: string;
  /** Three characters, `x` for any digit in the last two. */
  readonly statusCodes: readonly string[];
  readonly emptyBody: boolean;
  readonly contains: readonly string[];
  /** Milliseconds. */
  readonly longerThan: number | undefined;
  readonly onlyCategories: readonly string[];
  readonly onlyUrls: readonly string[];
  readonly excludeUrls: readonly string[];
  readonly withTags: readonly string[];
  readonly reportAsIssue: boolean;
  readonly record: readonly RecordedPart[];
}

export interface DetectErrorsSettings {
  readonly rules: readonly DetectErrorsRule[];
}

/** Settings of a plugin, or why they do not decode. */
export type Decoded<Settings> =
  | { readonly settings: Settings; readonly error?: undefined }
  | { readonly settings?: undefined; readonly error: string; readonly at: SourcePosition };

/** A plugin whose settings are read. */
interface ReadPlugin<Type extends string, Settings> extends Located {
  readonly kind: Type;
  readonly type: Type;
  readonly decoded: Decoded<Settings>;
}

/** A plugin whose settings play no part here; `known` is false for a type that Qtap does not have. */
export interface OtherPlugin extends Located {
  readonly kind: 'other';
  readonly type: string;
  readonly known: boolean;
}

export type Plugin =
  | ReadPlugin<'qscan', QscanSettings>
  | ReadPlugin<'http_capture', HttpCaptureSettings>
  | ReadPlugin<'access_logs', AccessLogsSettings>
  | ReadPlugin<'detect_errors', DetectErrorsSettings>
  | OtherPlugin;

export interface Stack extends Located {
  readonly name: string;
  readonly plugins: readonly Plugin[];
}

export const directions = ['all', 'ingress', 'egress', 'egress-internal', 'egress-external'] as const;
export type TapDirection = (typeof directions)[number];

export interface EndpointOverride extends Located {
  readonly domain: string;
  /** Empty: the stack of `tap.http`. */
  readonly httpStack: string;
}

export interface ProcessFilter extends Located {
  readonly exe: string;
  readonly strategy: string;
  /** Empty: everything of the process is left out. */
  readonly only: readonly string[];
}

export interface TapSettings extends Located {
  readonly direction: TapDirection;
  readonly ignoreLoopback: boolean;
  /** Empty: no plugin runs on HTTP. */
  readonly httpStack: string;
  readonly endpoints: readonly EndpointOverride[];
  readonly filters: readonly ProcessFilter[];
}

/** Something that Qtap accepts without a word although it hardly means what was intended. */
export interface Remark extends Located {
  readonly message: string;
}

/** Qtap's configuration with defaults resolved. The first of each list of stores is the default one. */
export interface Snapshot {
  readonly file: string;
  readonly eventStores: readonly EventStore[];
  readonly objectStores: readonly ObjectStore[];
  readonly stacks: ReadonlyMap<string, Stack>;
  readonly tap: TapSettings;
  readonly remarks: readonly Remark[];
  /** Position of a key by its path below the `config` wrapper, as written: `['tap', 'http', 'stack']`; the nearest parent's where it is absent. */
  locate(path: readonly (string | number)[]): SourcePosition;
}
