// A wrong setting: main prints it and exits with 78.
export class ConfigError extends Error {
  override name = 'ConfigError'
}
