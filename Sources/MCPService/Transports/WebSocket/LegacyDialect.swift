import Access
import EventStore

/// Answers the dialect of the reference API through the pipeline of MCP, so that each call is recorded like any other.
struct LegacyDialect: Sendable {
    let pipeline: RequestPipeline
    let tools: ToolRegistry
    let status: ServiceStatusSource
    var clock: any WallClock = SystemWallClock()

    /// The revision that its tool calls are made in: the latest with a handshake, whose results have a structure.
    private static let revision = ProtocolRevision.latestLegacy

    /// What the service says first.
    func welcome(connection: String) -> JSON {
        let result: JSON = [
            "server": .string(pipeline.server.name), "version": .string(pipeline.server.version),
            "capabilities": Self.capabilities, "connection_id": .string(connection),
        ]
        return stamped(["jsonrpc": "2.0", "id": "welcome", "result": result])
    }

    func answer(_ call: LegacyCall, from origin: RequestOrigin) async -> JSON {
        switch await result(of: call, from: origin) {
        case .success(let value): stamped(["jsonrpc": "2.0", "id": call.id.json, "result": value])
        case .failure(let error): stamped(LegacyCall.error(error, to: call.id))
        }
    }

    /// Every message of the dialect says when it was sent.
    func stamped(_ message: JSON) -> JSON {
        guard case .object(var object) = message else { return message }
        object["timestamp"] = .string(clock.now().iso8601)
        return .object(object)
    }

    /// Who sends `auth/authenticate`; an open service lets everybody in who shows nothing wrong.
    func enter(_ call: LegacyCall, from peer: Peer) -> Result<Caller, RPCError> {
        guard let gate = pipeline.gate else { return .success(.local) }
        let presented = Presented(legacy: call.params["type"]?.string ?? "", from: peer.address) { name in
            call.params[name]?.string ?? call.params[name]?.int.map(String.init)
        }
        return gate.enter(presented, transport: RequestOrigin.Transport.websocket.rawValue)
    }

    func result(of call: LegacyCall, from origin: RequestOrigin) async -> Result<JSON, RPCError> {
        guard origin.caller.principal.id != Caller.nobody.principal.id || origin.caller.isLocal else {
            return .failure(RPCError(LegacyCall.Code.notAuthenticated, "send auth/authenticate first"))
        }
        if let tool = LegacyCall.tools[call.method] {
            return await self.call(tool, call.params, call.id, origin)
        }
        switch call.method {
        case "tools/call":
            return await self.call(
                call.params["name"]?.string ?? call.params["tool_name"]?.string ?? "",
                (call.params["arguments"] ?? call.params["parameters"])?.object ?? [:], call.id, origin)
        case "resources/list": return await list("resources", call, origin)
        case "prompts/list": return await list("prompts", call, origin)
        case "batch/submit": return await LegacyBatch(dialect: self, origin: origin).submit(call)
        case "batch/status": return await LegacyBatch(dialect: self, origin: origin).status(call)
        case "tools/list":
            return await pipeline.result(of: request(call.method, [:], call.id, origin))
                .map { _ in .array(tools.all.map(\.definition.published)) }
        case "ping":
            return await pipeline.result(of: request(call.method, [:], call.id, origin)).map { _ in ["pong": true] }
        case "auth/authenticate", "auth/verify", "service/status", "service/capabilities":
            return await own(call, origin)
        default: return await pipeline.result(of: request(call.method, call.params, call.id, origin)).map(JSON.object)
        }
    }

    // MARK: Through MCP's methods

    /// The bare result of a tool; what went wrong is an error here.
    private func call(
        _ tool: String, _ arguments: JSONObject, _ id: RequestID, _ origin: RequestOrigin
    ) async -> Result<JSON, RPCError> {
        let params: JSONObject = ["name": .string(tool), "arguments": .object(arguments)]
        return await pipeline.result(of: request("tools/call", params, id, origin)).flatMap(Self.bare)
    }

    private static func bare(_ result: JSONObject) -> Result<JSON, RPCError> {
        guard result["isError"] == true else { return .success(result["structuredContent"] ?? .object(result)) }
        let message = result["content"]?[0]?["text"]?.string ?? "the tool failed"
        if message.hasPrefix("Invalid input") { return .failure(.invalidParams(message)) }
        if message.hasPrefix("There is no task") { return .failure(RPCError(LegacyCall.Code.notFound, message)) }
        return .failure(RPCError(-32603, message))
    }

    /// A list without the object around it.
    private func list(_ name: String, _ call: LegacyCall, _ origin: RequestOrigin) async -> Result<JSON, RPCError> {
        await pipeline.result(of: request(call.method, call.params, call.id, origin)).map { $0[name] ?? [] }
    }

    func request(_ method: String, _ params: JSONObject, _ id: RequestID, _ origin: RequestOrigin) -> Request {
        Request(id: id, method: method, params: params, revision: Self.revision, origin: origin)
    }

    // MARK: What MCP has no method for

    private func own(_ call: LegacyCall, _ origin: RequestOrigin) async -> Result<JSON, RPCError> {
        // A credential is for nobody's eyes, the log's included.
        let shown: JSONObject = call.method.hasPrefix("auth/") ? ["type": call.params["type"] ?? .null] : call.params
        let answer = await pipeline.record.record(
            request(call.method, shown, call.id, origin), access: nil, owner: nil, notify: { _ in }
        ) { _ in Outcome(.success(["value": await value(of: call, for: origin.caller)])) }
        return answer.map { $0["value"] ?? .null }
    }

    private func value(of call: LegacyCall, for caller: Caller) async -> JSON {
        switch call.method {
        case "service/status":
            let now = await status.status(tools: tools.all.count)
            let breaker: JSON = ["state": now["circuit_breaker_state"] ?? "closed", "failure_count": 0]
            return [
                "status": now["server_status"] ?? "running", "uptime": now["uptime"] ?? 0,
                "connections": now["active_connections"] ?? 0, "circuit_breaker": breaker,
            ]
        case "service/capabilities":
            return [
                "capabilities": Self.capabilities, "tools": .array(tools.all.map { .string($0.definition.name) }),
                "resources": [], "prompts": [],
            ]
        default:
            return [
                "authenticated": true, "user": .string(caller.principal.id), "role": .string(caller.principal.role),
            ]
        }
    }

    private static let capabilities: JSON = [
        "tools": true, "batch": true, "authentication": ["api_key", "jwt", "hmac"], "streaming": false,
    ]
}
