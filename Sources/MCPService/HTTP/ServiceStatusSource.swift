public import EventStore
import Hummingbird

/// What `/v1/mcp/status` and the health checks say about this process.
public struct ServiceStatusSource: Sendable {
    let log: any EventLog
    let connections: ConnectionTable
    let clock: any WallClock
    let started: Timestamp

    public init(log: any EventLog, connections: ConnectionTable, clock: any WallClock = SystemWallClock()) {
        self.log = log
        self.connections = connections
        self.clock = clock
        started = clock.now()
    }

    func status(tools: Int) async -> JSON {
        [
            "server_status": "running", "tools_available": .int(tools), "active_connections": .int(connections.count),
            "uptime": .double(clock.now().seconds(since: started)),
            "circuit_breaker_state": await isHealthy() ? "closed" : "open",
        ]
    }

    func health() async -> HTTPAnswer {
        let isHealthy = await isHealthy()
        return .json(
            ["status": isHealthy ? "healthy" : "unhealthy", "timestamp": .string(clock.now().iso8601)],
            status: isHealthy ? .ok : .serviceUnavailable)
    }

    /// Healthy while the log can be read: nothing works without it.
    func isHealthy() async -> Bool { (try? await log.readBackwards(.all, before: nil, limit: 1)) != nil }
}
