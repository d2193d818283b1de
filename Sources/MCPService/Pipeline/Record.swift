import Access
import EventStore

/// The outermost stage: everything a client asks and is answered goes into the log.
///
/// The request is noted on arrival; its tool call, span and end are one append at the end, and the answer
/// leaves when the log has it. As the log is written in order, the arrival is then there too.
struct Record: Sendable {
    let log: any EventLog
    let clock: any WallClock

    /// Runs `body` as one recorded request.
    ///
    /// A log that cannot take the events refuses the request.
    func record(
        _ request: Request, access: RequestAccess?, owner: String?, notify: @escaping @Sendable (JSON) -> Void,
        _ body: (RequestContext) async -> Outcome
    ) async -> Result<JSONObject, RPCError> {
        let trace = request.parentTrace?.child() ?? .root()
        let stream = RequestEvents.stream(of: request.origin.connection)
        let principal = request.origin.caller.principal.id
        let metadata = EventMetadata(trace: trace, principal: principal)
        let start = clock.now()
        do throws(AppendError) {
            try log.enqueue(Proposal([received(request, trace, access)], to: stream, metadata: metadata))
            let context = RequestContext(
                request: request, trace: trace, principal: principal, owner: owner, notify: notify)
            let outcome = await body(context)
            let events = closing(request, trace, outcome, from: start, to: clock.now())
            try await log.append(events, to: stream, metadata: metadata)
            return outcome.answer
        } catch {
            return .failure(Self.refusal(error))
        }
    }

    /// What a caller is told where the log did not take its request.
    private static func refusal(_ error: AppendError) -> RPCError {
        switch error {
        case .overloaded: .overloaded
        case .storage, .closed: .unavailable
        default: .internal(error.description)
        }
    }

    private func received(_ request: Request, _ trace: TraceContext, _ access: RequestAccess?) -> RequestReceived {
        RequestReceived(
            request: trace.spanID.hex, transport: request.origin.transport.rawValue,
            revision: request.origin.transport == .rest ? "" : request.revision.rawValue, method: request.method,
            rpcID: request.id.text, client: request.clientName, params: .object(request.params),
            access: access)
    }

    private func closing(
        _ request: Request, _ trace: TraceContext, _ outcome: Outcome, from start: Timestamp, to end: Timestamp
    ) -> [any Event] {
        let id = trace.spanID.hex
        let seconds = end.seconds(since: start)
        let span = span(of: request, outcome, start: start, seconds: seconds)
        var code: Int?
        if case .failure(let error) = outcome.answer { code = error.code }
        let completed = RequestCompleted(request: id, method: request.method, errorCode: code, seconds: seconds)
        guard let tool = outcome.tool else { return [span, completed] }
        return [
            ToolCompleted(
                request: id, tool: tool.tool, outcome: tool.outcome, result: tool.result, seconds: seconds),
            span, completed,
        ]
    }

    /// The server span of the MCP semantic conventions.
    private func span(of request: Request, _ outcome: Outcome, start: Timestamp, seconds: Double) -> SpanEnded {
        var attributes: JSONObject = [:]
        attributes.reserveCapacity(8)
        attributes["mcp.method.name"] = .string(request.method)
        attributes["jsonrpc.request.id"] = .string(request.id.text)
        attributes["network.transport"] = request.origin.transport == .stdio ? "pipe" : "tcp"
        if request.origin.transport != .rest {
            attributes["mcp.protocol.version"] = .string(request.revision.rawValue)
        }
        var name = request.method
        if let tool = outcome.tool?.tool {
            name += " \(tool)"
            attributes["gen_ai.tool.name"] = .string(tool)
            attributes["gen_ai.operation.name"] = "execute_tool"
            if let use = outcome.tool?.cache { attributes["moneyprinter.cache"] = .string(use.rawValue) }
        }
        var message: String?
        if case .failure(let error) = outcome.answer {
            attributes["error.type"] = .string(String(error.code))
            attributes["rpc.response.status_code"] = .string(String(error.code))
            message = error.message
        } else if outcome.tool?.outcome == .toolError {
            attributes["error.type"] = "tool_error"
        }
        let failed = attributes["error.type"] != nil
        return SpanEnded(
            name: name, kind: .server, parent: request.parentTrace?.spanID, start: start, seconds: seconds,
            status: failed ? .error : .ok, message: message, attributes: attributes)
    }
}
