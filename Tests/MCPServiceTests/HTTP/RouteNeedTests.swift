import Access
import Testing

@testable import MCPService

@Suite("What a route asks of its caller")
struct RouteNeedTests {
    @Test(
        "is one permission for each area, and more for a change than for a look",
        arguments: [
            ("GET", "/v1/events/compare", "events:read:any"), ("GET", "/v1/traces", "traces:read:any"),
            ("POST", "/v1/traces", "otlp:write"), ("POST", "/v1/metrics", "otlp:write"),
            ("POST", "/v1/logs", "otlp:write"),
            ("DELETE", "/v1/tasks/mcp_1", "tasks:cancel:any"),
            ("GET", "/v1/dashboards/overview", "dashboards:read"), ("GET", "/v1/series/evidence", "events:read:any"),
            ("GET", "/v1/alerts", "alerts:read"),
            ("PUT", "/v1/alerts/rules", "alerts:write"), ("DELETE", "/v1/alerts/silences/1", "alerts:write"),
            ("GET", "/metrics", "metrics:read"), ("POST", "/api/v1/query", "metrics:read"),
            ("GET", "/v1/keys", "keys:read"), ("POST", "/v1/keys", "keys:write"),
            ("GET", "/v1/projections", "events:read:any"), ("POST", "/v1/projections/verify", "events:read:any"),
            ("POST", "/v1/projections/rebuild", "projections:rebuild"),
            ("GET", "/v1/replay", "events:read:any"), ("GET", "/v1/mcp/tools", "tools:list"),
            ("GET", "/v1/something/new", "http:read"), ("GET", "/other", "http:read"),
        ])
    func permissions(method: String, path: String, permission: String) {
        guard case .permission(let found) = RouteNeed.of(method, path) else {
            Issue.record("\(path) asks for no permission")
            return
        }
        #expect(found.description == permission)
    }

    @Test(
        "is nothing where only public things are said",
        arguments: ["/", "/healthz", "/readyz", "/dashboard/page.js", "/v1/mcp/health"])
    func nothing(path: String) { #expect(RouteNeed.of("GET", path) == .nothing) }

    @Test(
        "is to be known where each call is asked about by itself",
        arguments: ["/mcp", "/v1/mcp/tools/call", "/v1/mcp/tools/batch"])
    func identity(path: String) { #expect(RouteNeed.of("POST", path) == .identity) }

    @Test(
        "is to see one's own or all where things belong to somebody",
        arguments: [
            ("/v1/tasks", "tasks"), ("/v1/tasks/mcp_1", "tasks"), ("/v1/videos/mcp_1/a.mp4", "videos"),
            ("/v1/events", "events"), ("/v1/events/7", "events"), ("/v1/traces/abc", "traces"),
        ])
    func sight(path: String, area: String) { #expect(RouteNeed.of("GET", path) == .sight(area)) }
}
