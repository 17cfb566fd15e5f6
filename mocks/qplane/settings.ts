import type { TapDirection } from '../../harness/snapshot/snapshot.ts';
import type { DetectErrorsModel } from './model/plugin-model.ts';

/** What the reference leaves open about Qplane, each with its default and its alternatives. */
export interface QplaneSettings {
  /**
   * Answer to a token that Qplane does not accept. The reference only asks for a body that parses, because Qtap decodes
   * before it looks at the status (qplane.md section 2). Default 401; alternative 403.
   */
  readonly unauthorizedStatus: 401 | 403;
  /**
   * `ablyToken` of the registration. Must look like `name:secret`, or Qtap's Ably client is not constructed (qplane.md,
   * "Push"). Default: a key of the environment's own that the push channel knows. A malformed or foreign one is a failure to
   * rehearse.
   */
  readonly ablyToken: string | undefined;
  /** Body of `GET /deploy/certificate`, text; start-up does not call it (qplane.md section 2). */
  readonly certificate: string;
  /**
   * Whether the snapshot of a model spells out what was left at its default. The reference's example does so for flags
   * (qplane.md section 3), and says nowhere what the page shows. Default `written`; alternative `omitted`. Qtap reads the same.
   */
  readonly snapshotDefaults: 'written' | 'omitted';
  /**
   * What a new environment holds beside Qpoint's cloud storage and the names of its default stack and its plugins (artifacts.md
   * section 6, qtap-plugins.md section 4): ids of its stores, direction, and the rules of `detect_errors`, all unknown.
   */
  readonly newEnvironment: {
    readonly eventStoreId: string;
    readonly objectStoreId: string;
    readonly direction: TapDirection;
    readonly errorRules: DetectErrorsModel['rules'];
  };
}

export const defaultQplaneSettings: QplaneSettings = {
  unauthorizedStatus: 401,
  ablyToken: undefined,
  certificate: '',
  snapshotDefaults: 'written',
  newEnvironment: { eventStoreId: 'pulse', objectStoreId: 'qpoint', direction: 'egress', errorRules: [] },
};
