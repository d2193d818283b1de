import Access
import EventStore
import HTTPTypes
import Hummingbird
import NIOCore

/// Tells who calls, and asks whether they may, before any route looks at the request.
///
/// MCP's endpoint does that itself, as its refusals are JSON-RPC errors.
struct AccessMiddleware: RouterMiddleware {
    typealias Context = ServiceContext

    let gate: Gate
    let connections: ConnectionTable
    let bodyLimit: Int
    /// Of the address that clients sign.
    let scheme: String

    func handle(
        _ call: HTTPCall, context: ServiceContext, next: (HTTPCall, ServiceContext) async throws -> HTTPAnswer
    ) async throws -> HTTPAnswer {
        guard call.uri.path != "/mcp" || call.method != .post else { return try await next(call, context) }
        let need = RouteNeed.of(call.method.rawValue, call.uri.path)
        guard need != .nothing else { return try await next(call, context) }
        var call = call
        var body = ByteBuffer()
        if Presented.isSigned(call.head) {
            guard let read = try? await call.collectBody(upTo: bodyLimit) else {
                return .problem(.contentTooLarge, "the body is larger than \(bodyLimit) bytes")
            }
            body = read
        }
        let peer = connections.peer(of: context.channel)
        let presented = Presented(call.head, body, scheme: scheme, from: peer.address)
        var context = context
        switch gate.enter(presented, transport: "http") {
        case .failure(let error): return Self.answer(error, call)
        case .success(let caller): context.caller = caller
        }
        switch permit(need, peer, &context) {
        case .failure(let error): return Self.answer(error, call)
        case .success(let standing):
            var answer = try await next(call, context)
            for field in standing?.fields ?? [] { answer.headers.append(field) }
            return answer
        }
    }

    private func permit(_ need: RouteNeed, _ peer: Peer, _ context: inout ServiceContext) -> Result<
        LimitStanding?, RPCError
    > {
        switch need {
        case .nothing, .identity: return .success(nil)
        case .permission(let permission):
            context.owner = nil
            return gate.standing(context.caller, permission, connection: peer.connection)
        case .sight(let area):
            context.owner = gate.owner(context.caller, area)
            let scope = context.owner == nil ? "any" : "own"
            return gate.standing(context.caller, Permission(area, "read", scope), connection: peer.connection)
        }
    }

    /// In the form of the interface that was called.
    private static func answer(_ error: RPCError, _ call: HTTPCall) -> HTTPAnswer {
        var headers: HTTPFields = [:]
        for field in error.httpFields { headers.append(field) }
        let status = HTTPResponse.Status(code: error.httpStatus)
        if call.uri.path.hasPrefix("/v1/mcp/") {
            let body: JSON = ["status": .int(status.code), "message": .string(error.message), "data": nil]
            return .json(body, status: status, headers: headers)
        }
        var fault: JSONObject = ["message": .string(error.message)]
        if let data = error.data { fault["data"] = data }
        return .json(["error": .object(fault)], status: status, headers: headers)
    }
}
