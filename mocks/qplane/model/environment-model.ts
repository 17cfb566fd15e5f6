import type { TapDirection } from '../../../harness/snapshot/snapshot.ts';
import type { PluginModel } from './plugin-model.ts';
import type { EventStoreModel, ObjectStoreModel } from './service-model.ts';

/**
 * What a person sets up in Qplane's UI for one environment, as data: change it by copying. Names are those of the snapshot in
 * camel case, what is left out has Qtap's default (reference, qplane.md section 3 and qtap-plugins.md).
 */
export interface EnvironmentModel<Stack extends string = string> {
  /** Settings → Deploy → Services. The first of each list is the default one. */
  readonly services: {
    readonly eventStores: readonly EventStoreModel[];
    readonly objectStores: readonly ObjectStoreModel[];
  };
  /** Stacks and Plugins: plugins by name of their stack, in the order in which they run. */
  readonly stacks: Readonly<Record<Stack, readonly PluginModel[]>>;
  readonly tap: TapModel<NoInfer<Stack>>;
  readonly tags?: readonly TagModel[];
  readonly rulekit?: { readonly macros: readonly MacroModel[] };
}

/** Which traffic is looked at, and which stack it goes through. */
interface TapModel<Stack extends string> {
  /** Default `all`. */
  readonly direction?: TapDirection;
  readonly ignoreLoopback?: boolean;
  readonly auditIncludeDns?: boolean;
  /** Stacks by protocol; a protocol without one runs no plugin. */
  readonly stacks?: { readonly [Protocol in TapProtocol]?: Stack };
  readonly filters?: {
    /** Their names are not public. */
    readonly groups?: readonly string[];
    readonly custom?: readonly FilterModel[];
  };
  /** Stacks of single hosts, before those of the protocol. */
  readonly endpoints?: readonly { readonly domain: string; readonly httpStack: Stack }[];
}

export const tapProtocols = ['http', 'redis', 'mysql', 'postgres', 'kafka'] as const;
type TapProtocol = (typeof tapProtocols)[number];

/** Processes whose traffic is left out. */
interface FilterModel {
  readonly exe: string;
  readonly strategy: 'exact' | 'prefix' | 'suffix' | 'contains' | 'regex';
  /** What of it is left out; default everything. */
  readonly only?: readonly ('data' | 'dns' | 'tls' | 'http')[];
}

interface TagModel {
  readonly key: string;
  readonly source: 'env' | 'k8s.label' | 'k8s.annotation' | 'container.label';
  readonly location: string;
}

/** An expression that rules can use by its name. */
interface MacroModel {
  readonly name: string;
  readonly expr: string;
}
