import ArgumentParser
import EventStore
import Foundation
import MCPService

/// Speaks MCP on standard input and output, for clients that start their servers themselves.
///
/// Where a service already runs on the same data folder, it passes the messages on to that one: any number of
/// clients can share one log.
struct StdioCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stdio", abstract: "Speak MCP on standard input and output.")

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let configuration = try options.load()
        let telemetry = ProcessTelemetry(
            configuration.server.logLevel == .info ? .warning : configuration.server.logLevel,
            recorded: configuration.telemetry.logLevel)
        telemetry.bootstrap()
        let lines = LineInput.lines(of: .standardInput)
        let runtime: Runtime
        do {
            runtime = try Runtime(
                configuration, publicURL: nil, telemetry: telemetry,
                access: try await AccessSetup(configuration, publicURL: nil, logger: telemetry.logger))
        } catch let error as StorageError where error.code == StorageError.inUse {
            let url = try await RunningService.url(configuration)
            return try await StdioBridge(url: "\(url)/mcp").run(lines: lines)
        }
        try await runtime.run(as: "stdio", address: nil) {
            let transport = StdioTransport(
                pipeline: runtime.pipeline, output: .standardOutput, connection: "\(runtime.instance)-stdio")
            try await transport.run(lines: lines)
        }
    }
}
