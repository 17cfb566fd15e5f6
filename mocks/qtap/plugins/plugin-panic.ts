/** Ends a plugin's work on one exchange, as a Go panic that the plugin wrapper recovers (reference, qtap-plugins.md section 4). */
export class PluginPanic extends Error {
  override readonly name = 'PluginPanic';
}
