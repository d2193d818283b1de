import EventStore

/// `ui://moneyprinter/{view}`: a small page that hosts show beside a tool's result (the MCP Apps extension).
public struct ViewResource: ResourceKind {
    static let mimeType = "text/html;profile=mcp-app"
    static let task = "ui://moneyprinter/task"
    static let dashboard = "ui://moneyprinter/dashboard"

    public init() {}

    public let definition = ResourceTemplate(
        uriTemplate: "ui://moneyprinter/{view}", name: "view", title: "A view",
        description: "A page for hosts that show tools' results: 'task' or 'dashboard'.", mimeType: mimeType)

    public func list(for owner: String?) async -> [ResourceEntry] {
        [
            ResourceEntry(uri: Self.task, name: "task-view", title: "Task view", mimeType: Self.mimeType),
            ResourceEntry(
                uri: Self.dashboard, name: "dashboard-view", title: "Dashboard view", mimeType: Self.mimeType),
        ]
    }

    public func read(_ uri: ResourceURI) async throws -> [ResourceContents] {
        let body: String
        switch uri.text {
        case Self.task: body = TaskView.html
        case Self.dashboard: body = DashboardView.html
        default: throw ResourceError.notFound
        }
        // Nothing is fetched from anywhere: the host may shut every door.
        let meta: JSONObject = ["ui": ["csp": ["connectDomains": [], "resourceDomains": []], "prefersBorder": true]]
        return [ResourceContents(uri: uri.text, mimeType: Self.mimeType, .text(body), meta: meta)]
    }

    public func complete(_ variable: String, _ prefix: String, for owner: String?) async -> [String] {
        variable == "view" ? ["task", "dashboard"].filter { $0.hasPrefix(prefix) } : []
    }
}
