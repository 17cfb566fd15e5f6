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
}

export const defaultQplaneSettings: QplaneSettings = {
  unauthorizedStatus: 401,
  ablyToken: undefined,
  certificate: '',
};
