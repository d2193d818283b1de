import EventStore
import HTTPTypes
import Hummingbird

/// `GET /openapi.json`: every route under the port, generated from the router itself and from the tools (OpenAPI 3.1).
///
/// What the document says beyond method and path stands in ``RouteText``; a test holds both against each other.
struct OpenAPIRoute: Sendable {
    let server: ServerIdentity
    let tools: ToolRegistry

    func add(to router: Router<ServiceContext>) {
        // Its own route is one of those described.
        let own = RouteDescriptionLine(method: "get", path: "/openapi.json")
        let document = OpenAPIDocument(
            server: server, tools: tools, routes: router.routes.map(RouteDescriptionLine.init) + [own])
        let body = document.json.bytes
        router.get("openapi.json") { call, _ in
            HTTPAnswer.unchanging(body, call)
        }
    }
}

/// A route as OpenAPI names it: `get`, `/v1/tasks/{id}`.
struct RouteDescriptionLine: Hashable, Sendable {
    let method: String
    let path: String

    init(method: String, path: String) {
        self.method = method
        self.path = path
    }

    init(_ route: Router<ServiceContext>.RouteDescription) {
        method = route.method.rawValue.lowercased()
        let parts = route.path.description.split(separator: "/").map { part in
            part.hasPrefix(":") ? "{\(part.dropFirst())}" : String(part)
        }
        path = "/" + parts.joined(separator: "/")
    }
}
