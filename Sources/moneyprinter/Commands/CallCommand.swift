import ArgumentParser
import AsyncHTTPClient
import EventStore
import Foundation

/// Calls one tool and prints its result; waits for a task it started, with a progress bar.
struct CallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call", abstract: "Call a tool and print its result as JSON.",
        discussion: "Example: moneyprinter call create_video '{\"video_subject\": \"AI in healthcare\"}'")

    @Argument(help: "The tool's name.")
    var tool: String

    @Argument(help: "The arguments as a JSON object.")
    var arguments = "{}"

    @Option(help: "Where the service is; by default the host and port of the configuration.")
    var url: String?

    @Flag(inversion: .prefixedNo, help: "Wait for the task that the call starts.")
    var wait = true

    @OptionGroup var options: ConfigurationOptions

    func validate() throws {
        if url != nil, options.data != nil { throw ValidationError("--url and --data exclude each other") }
        guard (try? JSON(parsing: arguments))?.object != nil else {
            throw ValidationError(
                "the arguments must be a JSON object, such as '{\"video_subject\": \"coffee\"}', not \(arguments)")
        }
    }

    func run() async throws {
        let input = try JSON(parsing: arguments).object ?? [:]
        if options.data != nil { return try await callEmbedded(input) }
        let address = try url ?? options.load().server.localURL
        let trace = TraceContext.root()
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .once)
        do {
            let service = HTTPServiceClient(url: address, client: client, trace: trace)
            try await call(with: service, input)
            try await client.shutdown()
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    /// Opens the data folder, and the service within this process, for the one call.
    private func callEmbedded(_ input: JSONObject) async throws {
        let configuration = try options.load()
        let telemetry = ProcessTelemetry(.warning)
        let runtime = try Runtime(
            configuration, publicURL: nil, telemetry: telemetry,
            access: try await AccessSetup(configuration, publicURL: nil, logger: telemetry.logger))
        try await runtime.run(as: "call", address: nil) {
            try await call(
                with: EmbeddedClient(pipeline: runtime.pipeline, connection: "\(runtime.instance)-call"), input)
        }
    }

    private func call(with service: any ServiceClient, _ input: JSONObject) async throws {
        let bar = ProgressLine()
        var result = try await service.call(tool, input) { bar.show($0, $1) }
        if wait, let task = (result["task_id"] ?? result["batch_id"])?.string, result["progress"] == nil {
            result = try await end(of: task, with: service, bar)
        }
        bar.finish()
        try FileHandle.standardOutput.write(contentsOf: Data((JSON.object(result).prettyText + "\n").utf8))
        if result["status"] == "failed" || result["status"] == "cancelled" { throw ExitCode(1) }
    }

    private func end(of task: String, with service: any ServiceClient, _ bar: ProgressLine) async throws -> JSONObject {
        while true {
            let status = try await service.call(
                "get_generation_status", ["task_id": .string(task), "wait_seconds": 1]
            ) { _, _ in }
            let words = status["message"]?.string ?? ""
            let left = status["estimated_remaining"]?.string ?? ""
            bar.show(status["progress"]?.number ?? 0, "\(words), \(left) left")
            if ["complete", "failed", "cancelled"].contains(status["status"]?.string) { return status }
        }
    }
}
