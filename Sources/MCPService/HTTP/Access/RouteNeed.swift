import Access

/// What a route asks of its caller: the one table of all doors but MCP's own, whose table is ``MethodPermission``.
enum RouteNeed: Equatable {
    /// Nothing: it says only what everybody may know.
    case nothing
    /// To be known; what may be done is asked later, for each call.
    case identity
    case permission(Permission)
    /// A look at things that belong to somebody: at one's own with `area:read:own`, at all with `area:read:any`.
    case sight(String)

    /// - Parameter path: without the query.
    static func of(_ method: String, _ path: String) -> RouteNeed {
        // Asked most often, by whoever draws charts.
        if path.hasPrefix("/api/") { return metrics }
        let parts = path.split(separator: "/").map(String.init)
        switch parts.first {
        case nil, "healthz", "readyz", ".well-known", "dashboard": return .nothing
        case "mcp", "openapi.json": return .identity
        case "metrics", "api": return metrics
        case "v1" where parts.count > 1: return of(method, parts[1], Array(parts.dropFirst(2)))
        // What is added without a line here is for administrators.
        default: return .permission(Permission("http", "read"))
        }
    }

    private static let metrics = RouteNeed.permission(Permission("metrics", "read"))

    private static func of(_ method: String, _ area: String, _ rest: [String]) -> RouteNeed {
        let isRead = method == "GET" || method == "HEAD"
        switch area {
        case "mcp": return mcp(rest)
        case "traces" where isRead && rest.count == 1 && rest != ["compare"]: return .sight("traces")
        case "traces", "metrics", "logs":
            return .permission(isRead ? Permission("traces", "read", "any") : Permission("otlp", "write"))
        case "otlp": return .permission(Permission("otlp", "write"))
        // The events behind a value, whoever's they are.
        case "series": return .permission(Permission("events", "read", "any"))
        case "events" where isRead && rest != ["compare"]: return .sight("events")
        case "tasks" where isRead: return .sight("tasks")
        case "videos": return .sight("videos")
        case "projections" where rest == ["rebuild"]: return .permission(Permission("projections", "rebuild"))
        // To compare a read model is to look at it.
        case "projections": return .permission(Permission("events", "read", "any"))
        case "events", "replay", "timeline":
            return .permission(Permission("events", isRead ? "read" : "replay", "any"))
        case "tasks": return .permission(Permission("tasks", "cancel", "any"))
        case "services": return .permission(Permission("service", "read"))
        case "dashboards": return .permission(Permission("dashboards", isRead ? "read" : "write"))
        case "alerts": return .permission(Permission("alerts", isRead ? "read" : "write"))
        case "keys", "tokens", "roles", "limits": return .permission(Permission(area, isRead ? "read" : "write"))
        default: return .permission(Permission("http", isRead ? "read" : "write"))
        }
    }

    private static func mcp(_ rest: [String]) -> RouteNeed {
        switch rest.first {
        case "health": .nothing
        case "status": .permission(Permission("service", "read"))
        case "tools" where rest.count == 2 && ["call", "batch"].contains(rest[1]): .identity
        case "tools": .permission(Permission("tools", "list"))
        default: .identity
        }
    }
}
