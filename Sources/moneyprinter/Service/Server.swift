import Access
import EventStore
import Foundation
import Logging
import MCPService
import Projections
import PromQL
import ServiceLifecycle
import UnixSignals

/// The service with its port open.
struct Server: Sendable {
    /// With a port of its own, also where any free one was asked for.
    let configuration: Configuration
    let telemetry: ProcessTelemetry
    let conformance: Bool

    /// - Throws: where a free port is asked for and there is none.
    init(configuration: Configuration, telemetry: ProcessTelemetry, conformance: Bool = false) throws {
        var configuration = configuration
        if configuration.server.port == 0 {
            // The log and the links in results name the port before it is listened on.
            configuration.server.port = try FreePort.find(on: configuration.server.host)
        }
        self.configuration = configuration
        self.telemetry = telemetry
        self.conformance = conformance
    }

    /// Serves until SIGTERM or SIGINT; then it stops taking requests, ends what it runs and closes the log.
    func run() async throws {
        EventLoops.matchProcessors()
        let server = configuration.server
        let address = "\(server.host):\(server.port)"
        let publicURL = server.canonicalURL
        let access = try await AccessSetup(configuration, publicURL: publicURL, logger: telemetry.logger)
        try await access.check(server, folder: configuration.dataFolder)
        let certificate = try certificate()
        let runtime = try Runtime(
            configuration, publicURL: publicURL, telemetry: telemetry, access: access, conformance: conformance)
        guard let dashboards = try runtime.dashboards.load() else {
            throw Failure(
                "the folder 'dashboards' is neither here nor above the program: run it from where it was built")
        }
        try await runtime.run(as: "serve", address: address) {
            try check(runtime.tools)
            try await runtime.access.gate.begin(configuration.limits.policies, quotas: configuration.limits.quotasSet)
            let parts = HTTPService.Parts(
                log: runtime.log, host: runtime.host, series: runtime.series, pipeline: runtime.pipeline,
                tools: runtime.tools, dashboards: dashboards, connections: runtime.connections,
                access: runtime.access, alerts: runtime.alerts, replay: runtime.replay)
            let settings = settings(runtime, certificate)
            let service = HTTPService(parts: parts, settings: settings, logger: telemetry.logger) { port in
                Self.announce("\(server.scheme)://\(server.host):\(port)")
            }
            // By default a service's name is all that it holds, spelled out: seconds of work where it holds much.
            var group = ServiceGroupConfiguration(
                services: [.init(service: service, serviceName: "http")], logger: telemetry.logger)
            // The first of these signals stops in good order; a second one ends the process at once.
            group.gracefulShutdownSignals = [.sigterm, .sigint]
            // Calls that wait for long work are given up then.
            group.maximumGracefulShutdownDuration = Self.patience
            let services = ServiceGroup(configuration: group)
            try await withThrowingTaskGroup(of: Void.self) { parts in
                parts.addTask { try await access.keepIssuers(for: runtime.access.gate) }
                if let certificate { parts.addTask { try await certificate.run() } }
                defer { parts.cancelAll() }
                try await services.run()
            }
        }
    }

    /// The certificate of the service's own TLS; nil where it speaks none.
    private func certificate() throws -> CertificateFiles? {
        let server = configuration.server
        guard server.certificateFile != nil || server.keyFile != nil else { return nil }
        guard let certificate = server.certificateFile, let key = server.keyFile else {
            throw Failure("[tls] needs both certificate_file and key_file")
        }
        return try CertificateFiles(certificate: certificate, key: key, logger: telemetry.logger)
    }

    /// - Throws: where a limit or a cost names a tool that there is not: it would limit nothing.
    private func check(_ tools: ToolRegistry) throws {
        let limits = configuration.limits
        for name in limits.costs.keys.sorted() + limits.own.compactMap(\.tool) where tools[name] == nil {
            let near = NearestName.find(name, in: tools.all.map(\.definition.name))
            throw Failure("[limits]: '\(name)' is no tool" + (near.map { ": did you mean '\($0)'?" } ?? ""))
        }
    }

    private func settings(_ runtime: Runtime, _ certificate: CertificateFiles?) -> HTTPService.Settings {
        var settings = HTTPService.Settings(folder: runtime.folder)
        settings.host = configuration.server.host
        settings.port = configuration.server.port
        settings.bodyLimit = configuration.server.maxRequestBytes
        settings.connectionLimit = configuration.server.maxConnections
        settings.sockets = SocketLimits(configuration)
        settings.mayEcho = conformance
        settings.headSeconds = configuration.limits.headSeconds
        settings.idleSeconds = configuration.limits.idleSeconds
        settings.addressConnections =
            configuration.limits.addressConnections ?? max(1, configuration.server.maxConnections * 3 / 4)
        if let certificate { settings.secure = { certificate.handler() } }
        settings.pageFolder = InstalledFiles.find("dashboards/web")
        settings.livePages = configuration.dashboards.livePages
        settings.openQueries = configuration.queries.open
        settings.queries = QueryOptions(configuration.queries)
        settings.origins = OriginPolicy(
            allowedOrigins: configuration.server.allowedOrigins, trustedHosts: configuration.server.trustedHosts,
            isLoopbackOnly: BindRule.isLoopback(configuration.server.host))
        return settings
    }

    /// How long requests under way may go on after the signal to stop.
    private static let patience = Duration.seconds(5)

    /// Tells the one who started it where everything is.
    private static func announce(_ base: String) {
        let lines = [
            "MCP         \(base)/mcp", "REST        \(base)/v1/mcp/tools", "tasks       \(base)/v1/tasks",
            "events      \(base)/v1/events", "dashboard   \(base)/dashboard, as JSON at \(base)/v1/dashboards/overview",
            "metrics     \(base)/metrics, PromQL at \(base)/api/v1/query", "health      \(base)/healthz",
        ]
        try? FileHandle.standardOutput.write(contentsOf: Data((lines.joined(separator: "\n") + "\n").utf8))
    }
}
