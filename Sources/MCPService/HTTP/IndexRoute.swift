import EventStore
import Hummingbird

/// `GET /`: what is here, for people who open the address, and for clients that ask whether anybody is there.
struct IndexRoute: Sendable {
    let server: ServerIdentity

    func add(to router: Router<ServiceContext>) {
        router.get("/") { _, _ in HTTPAnswer.json(json) }
    }

    private var json: JSON {
        [
            "name": .string(server.name), "version": .string(server.version),
            "links": [
                "mcp": "/mcp", "rest": "/v1/mcp/tools", "tasks": "/v1/tasks", "events": "/v1/events",
                "dashboards": "/v1/dashboards", "metrics": "/metrics", "promql": "/api/v1/query", "health": "/healthz",
                "openapi": "/openapi.json",
            ],
        ]
    }
}
