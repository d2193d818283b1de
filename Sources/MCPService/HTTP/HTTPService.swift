public import EventStore
import Foundation
import HTTPTypes
import Hummingbird
public import Logging
public import NIOCore
public import Projections
public import PromQL
public import ServiceLifecycle

/// The service's one port: MCP, REST, and everything that reads the log.
public struct HTTPService: Service {
    /// Where it listens and what it admits.
    public struct Settings: Sendable {
        public var host = "127.0.0.1"
        /// 0 for any free port.
        public var port = 8081
        /// Bytes of a request's body.
        public var bodyLimit = 4 << 20
        /// Connections open at once; more wait in the system's queue.
        public var connectionLimit = 100
        /// What one query of metrics may cost.
        public var queries = QueryOptions()
        /// Queries of metrics at work and waiting; one more is refused.
        public var openQueries = 64
        public var origins = OriginPolicy(allowedOrigins: [], trustedHosts: [], isLoopbackOnly: true)
        /// Absolute path of the data folder.
        public var folder: String
        /// Absolute path of the page's files; nil where it is not installed.
        public var pageFolder: String?
        /// Pages that look on at once.
        public var livePages = 500
        /// What one WebSocket may cost.
        public var sockets = SocketLimits()
        /// Whether WebSockets may be asked to send back what they get, for suites of cases.
        public var mayEcho = false
        /// Seconds in which a request's head must be there, from its first byte on.
        public var headSeconds = 10
        /// Seconds without a sign of life from a client whose turn it is.
        public var idleSeconds = 120
        /// Connections of one address open at once; one more is told so and ended.
        public var addressConnections = 75
        /// Puts TLS before a connection that begins, called on its event loop; nil for none.
        public var secure: (@Sendable () -> any ChannelHandler)?

        public init(folder: String) { self.folder = folder }
    }

    /// What the routes read and answer with.
    public struct Parts: Sendable {
        let log: any EventLog
        let host: ProjectionHost
        let series: SeriesHost
        let pipeline: RequestPipeline
        let tools: ToolRegistry
        let dashboards: DashboardFolders
        let connections: ConnectionTable
        let access: AccessParts
        let alerts: AlertFunctions
        let replay: ReplayFunctions

        public init(
            log: any EventLog, host: ProjectionHost, series: SeriesHost, pipeline: RequestPipeline, tools: ToolRegistry,
            dashboards: DashboardFolders, connections: ConnectionTable, access: AccessParts, alerts: AlertFunctions,
            replay: ReplayFunctions
        ) {
            self.log = log
            self.host = host
            self.series = series
            self.pipeline = pipeline
            self.tools = tools
            self.dashboards = dashboards
            self.connections = connections
            self.access = access
            self.alerts = alerts
            self.replay = replay
        }
    }

    private let parts: Parts
    private let settings: Settings
    private let logger: Logger
    private let onListening: @Sendable (Int) async -> Void

    /// - Parameter onListening: called with the port once connections are accepted.
    public init(
        parts: Parts, settings: Settings, logger: Logger, onListening: @escaping @Sendable (Int) async -> Void
    ) {
        self.parts = parts
        self.settings = settings
        self.logger = logger
        self.onListening = onListening
    }

    public func run() async throws {
        let endpoint = MCPEndpoint(
            pipeline: parts.pipeline, tools: parts.tools, origins: settings.origins, connections: parts.connections,
            bodyLimit: settings.bodyLimit, scheme: parts.access.scheme,
            sessions: SessionDesk(log: parts.pipeline.record.log, host: parts.host), isSecure: settings.secure != nil)
        let sockets = sockets
        let bounds = ConnectionBounds(
            head: .seconds(Int64(settings.headSeconds)), idle: .seconds(Int64(settings.idleSeconds)),
            addresses: ConnectionsByAddress(limit: settings.addressConnections, log: parts.log))
        let feeds = LiveFeeds(
            desk: dashboardDesk, folders: parts.dashboards, log: parts.log, limit: settings.livePages)
        let responder = router(endpoint, feeds).buildResponder()
        let reads = DirectReads(responder: responder, scheme: parts.access.scheme, logger: logger)
        let application = Application(
            responder: responder,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [
                        HandedOver(
                            DirectCalls(endpoint: endpoint, reads: reads, sockets: sockets, bounds: bounds),
                            secure: settings.secure)
                    ])),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                availableConnectionsDelegate: .maximum(settings.connectionLimit, logger: logger)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? settings.port) },
            logger: logger)
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                // Pages that look on would hold up the end of the service for as long as it is patient.
                group.addTask { await cancelWhenGracefulShutdown { await feeds.run() } }
                group.addTask { await cancelWhenGracefulShutdown { await endpoint.runs.run() } }
                try await withTaskExecutorPreference(ConnectionExecutor()) { try await application.run() }
                group.cancelAll()
            }
        } catch let error as IOError {
            let reason = String(cString: strerror(error.errnoCode))
            throw ListenError(host: settings.host, port: settings.port, reason: reason)
        }
    }

    private var sockets: SocketDoor {
        let status = ServiceStatusSource(log: parts.log, connections: parts.connections)
        let dialect = LegacyDialect(pipeline: parts.pipeline, tools: parts.tools, status: status)
        return SocketDoor(
            handshake: WebSocketHandshake(origins: settings.origins),
            responder: SocketResponder(pipeline: parts.pipeline, dialect: dialect), limits: settings.sockets,
            connections: parts.connections, scheme: parts.access.scheme, mayEcho: settings.mayEcho)
    }

    /// The table of contents of everything under the port.
    func router(_ endpoint: MCPEndpoint, _ feeds: LiveFeeds) -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self)
        router.add(middleware: LongHandlers())
        router.add(middleware: HeadAnswers())
        router.add(middleware: SecurityHeaders(isSecure: settings.secure != nil))
        router.add(middleware: MetricsMiddleware())
        router.add(middleware: OriginMiddleware(origins: settings.origins))
        let access = parts.access
        router.add(
            middleware: AccessMiddleware(
                gate: access.gate, connections: parts.connections, bodyLimit: settings.bodyLimit, scheme: access.scheme)
        )
        let sessions = SessionRoutes(endpoint: endpoint)
        let mcp = MCPRoute(endpoint: endpoint, sessions: sessions)
        router.post("mcp") { call, context in await mcp.post(call, context) }
        sessions.add(to: router)
        let upgrade: HTTPFields = [.upgrade: "websocket", .connection: "Upgrade"]
        router.get("v1/mcp/ws") { _, _ in
            HTTPAnswer.problem(.upgradeRequired, "this path is a WebSocket's", headers: upgrade)
        }
        addAccess(to: router)
        let status = ServiceStatusSource(log: parts.log, connections: parts.connections)
        ToolRoutes(
            pipeline: parts.pipeline, tools: parts.tools, connections: parts.connections, status: status,
            bodyLimit: settings.bodyLimit
        ).add(to: router)
        EventRoutes(log: parts.log).add(to: router)
        VideoRoutes(log: parts.log, folder: settings.folder).add(to: router)
        TraceRoutes(log: parts.log, host: parts.host).add(to: router)
        TaskRoutes(host: parts.host).add(to: router)
        let alerts = parts.alerts
        RuleRoutes(log: parts.log, host: parts.host, functions: alerts, bodyLimit: settings.bodyLimit).add(to: router)
        SilenceRoutes(log: parts.log, host: parts.host, functions: alerts, clock: SystemWallClock()).add(to: router)
        AlertRoutes(log: parts.log, host: parts.host, functions: alerts, bodyLimit: settings.bodyLimit).add(to: router)
        ServiceRoutes(host: parts.host).add(to: router)
        TimelineRoute(host: parts.host).add(to: router)
        ReplayRoute(log: parts.log, gate: access.gate).add(to: router)
        RequestReplayRoutes(functions: parts.replay).add(to: router)
        ProjectionRoutes(host: parts.host, series: parts.series, queries: QueryDesk(threads: 1, limit: 4))
            .add(to: router)
        StateRoutes(
            desk: StateDesk(
                log: parts.log, host: parts.host, series: parts.series, queries: QueryDesk(threads: 1, limit: 16),
                options: settings.queries, folder: settings.folder)
        ).add(to: router)
        DashboardRoutes(desk: dashboardDesk, folders: parts.dashboards).add(to: router)
        LiveRoute(feeds: feeds, gate: access.gate) { parts.dashboards.current[$0] != nil }.add(to: router)
        PageRoutes(folder: settings.pageFolder).add(to: router)
        HealthRoutes(status: status, host: parts.host).add(to: router)
        IndexRoute(server: parts.pipeline.server).add(to: router)
        ScrapeRoutes(series: parts.series).add(to: router)
        OTLPRoutes(log: parts.log, bodyLimit: settings.bodyLimit).add(to: router)
        PrometheusRoutes(parts, settings).add(to: router)
        // The last: it describes those before it.
        OpenAPIRoute(server: parts.pipeline.server, tools: parts.tools).add(to: router)
        return router
    }

    private func addAccess(to router: Router<ServiceContext>) {
        let access = parts.access
        KeyRoutes(
            desk: access.keys, published: access.published, gate: access.gate, host: parts.host,
            clock: SystemWallClock()
        ).add(to: router)
        TokenRoutes(desk: access.tokens, gate: access.gate, host: parts.host).add(to: router)
        RoleRoutes(log: parts.log, gate: access.gate, host: parts.host).add(to: router)
        LimitRoutes(host: parts.host, clock: SystemWallClock()).add(to: router)
        if let resource = access.resource { ProtectedResourceRoute(resource: resource).add(to: router) }
    }

    /// Dashboards are drawn beside the queries of metrics, not in their place.
    private var dashboardDesk: DashboardDesk {
        DashboardDesk(
            host: parts.host, series: parts.series, renderer: DashboardRenderer(options: settings.queries),
            queries: QueryDesk(limit: settings.openQueries))
    }
}
