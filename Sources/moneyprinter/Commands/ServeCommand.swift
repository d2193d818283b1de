import ArgumentParser
import EventStore
import Foundation
import Logging
import MCPService
import Projections
import ServiceLifecycle

/// Runs the service until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Run the service on one port.")

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "The address to listen on.")
    var host: String?

    @Option(help: "The port to listen on; 0 for any free one.")
    var port: Int?

    @Flag(help: "Add the fixtures that the official MCP conformance suite calls. For tests only.")
    var conformance = false

    func validate() throws {
        if let port, !(0...65_535).contains(port) { throw ValidationError("--port is \(port): allowed is 0 to 65535") }
    }

    func run() async throws {
        var configuration = try options.load()
        if let host { configuration.server.host = host }
        if let port { configuration.server.port = port }
        let telemetry = ProcessTelemetry(configuration.server.logLevel, recorded: configuration.telemetry.logLevel)
        telemetry.bootstrap()
        for note in configuration.notes { telemetry.logger.notice("\(note)") }
        if !configuration.access.apiKeys.isEmpty {
            telemetry.logger.warning(
                """
                [app.mcp_api_keys] holds \(configuration.access.apiKeys.count) keys in the clear: `moneyprinter keys \
                upgrade` makes hashed keys of them, which go on working; then remove the table
                """)
        }
        try Self.check(configuration.server)
        try await Server(configuration: configuration, telemetry: telemetry, conformance: conformance).run()
    }

    private static func check(_ server: Configuration.Server) throws {
        guard server.isEnabled else { throw Failure("mcp_enabled is false: the service does not start") }
    }
}
