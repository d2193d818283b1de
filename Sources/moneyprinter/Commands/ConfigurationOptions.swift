import ArgumentParser
import Foundation

/// The options that every command with a configuration has.
struct ConfigurationOptions: ParsableArguments {
    @Option(help: "The configuration file; by default config.toml where there is one.")
    var config: String?

    @Option(help: "The data folder, over what the configuration says.")
    var data: String?

    /// The configuration with the options on top; its notes are for `serve` to print.
    func load() throws(ConfigurationError) -> Configuration {
        var configuration = try Configuration.load(file: config, environment: ProcessInfo.processInfo.environment)
        if let data { configuration.dataFolder = data }
        return configuration
    }
}
