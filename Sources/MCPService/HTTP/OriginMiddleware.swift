import HTTPTypes
import Hummingbird

/// Refuses pages and host names that may not reach the service, before anything else looks at the request.
///
/// MCP's endpoint makes the same check itself, as its refusals are JSON-RPC errors.
struct OriginMiddleware: RouterMiddleware {
    typealias Context = ServiceContext

    let origins: OriginPolicy

    func handle(
        _ call: HTTPCall, context: ServiceContext, next: (HTTPCall, ServiceContext) async throws -> HTTPAnswer
    ) async throws -> HTTPAnswer {
        guard call.uri.path != "/mcp" else { return try await next(call, context) }
        guard origins.allows(origin: call.header("origin")) else {
            return .problem(.forbidden, "this origin is not allowed", field: "Origin")
        }
        guard origins.allows(host: call.head.authority) else {
            return .problem(.misdirectedRequest, "this host name is not ours", field: "Host")
        }
        return try await next(call, context)
    }
}
