import Access
import EventStore

/// The permission that each method of MCP asks for: one table.
enum MethodPermission {
    /// Nil where it is enough to be known.
    static func of(_ request: Request) -> Permission? {
        switch request.method {
        case "initialize", "ping", "server/discover", "logging/setLevel": nil
        case "tools/list": Permission("tools", "list")
        case "tools/call": .call(tool: request.params["name"]?.string ?? "")
        case "resources/list", "resources/templates/list": Permission("resources", "list")
        case "resources/read", "resources/subscribe", "resources/unsubscribe":
            .read(resource: request.params["uri"]?.string ?? "")
        // The diagnosis shows a task with its events, and its completions name tasks, whoever they belong to.
        case "prompts/get" where request.params["name"] == "diagnose_task": Permission("events", "read", "any")
        case "completion/complete" where request.params["ref"]?["name"] == "diagnose_task":
            Permission("events", "read", "any")
        case "completion/complete" where request.params["ref"]?["type"] == "ref/resource":
            Permission("resources", "list")
        case "prompts/list", "prompts/get", "completion/complete": Permission("prompts", "read")
        case "tasks/get", "tasks/list", "tasks/result", "subscriptions/listen": Permission("tasks", "read", "own")
        case "tasks/cancel", "tasks/update": Permission("tasks", "cancel", "own")
        // Denied unless a role says otherwise: a method that is added here without a line above is not open.
        default: Permission("methods", "call", request.method)
        }
    }
}
