import ArgumentParser
import Foundation

/// Where a command finds the running service: at `--url`, else where the configuration has it listen.
struct ServiceAddress: ParsableArguments {
    @Option(help: "Where the service is; by default the host and port of the configuration.")
    var url: String?

    @Option(help: "The configuration file; by default config.toml where there is one.")
    var config: String?

    /// Such as `http://127.0.0.1:8081`.
    func resolved() throws -> String {
        if let url { return url }
        return try Configuration.load(file: config, environment: ProcessInfo.processInfo.environment).server.localURL
    }
}
