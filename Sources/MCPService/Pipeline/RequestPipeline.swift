public import EventStore

/// The way of every request, whatever its transport: record, then route to the method.
public struct RequestPipeline: Sendable {
    let record: Record
    let methods: MethodTable
    let server: ServerIdentity

    public init(
        log: any EventLog, tools: ToolRegistry, server: ServerIdentity, clock: any WallClock = SystemWallClock()
    ) {
        record = Record(log: log, clock: clock)
        methods = MethodTable(
            [
                ServerDiscover(server: server), Initialize(server: server), Ping(), ToolsList(tools: tools),
                ToolsCall(tools: tools),
            ])
        self.server = server
    }

    /// The result of a request, in the shape of its revision; returns when the log has it.
    public func result(
        of request: Request, principal: String = EventMetadata.local,
        notify: @escaping @Sendable (JSON) -> Void = { _ in }
    ) async -> Result<JSONObject, RPCError> {
        let answer = await record.record(request, principal: principal, notify: notify) { context in
            await methods.answer(request, in: context)
        }
        return answer.map { request.revision.isModern ? server.signed($0) : $0 }
    }

    /// The whole response message to a request.
    public func response(
        to request: Request, principal: String = EventMetadata.local,
        notify: @escaping @Sendable (JSON) -> Void = { _ in }
    ) async -> (message: JSON, error: RPCError?) {
        switch await result(of: request, principal: principal, notify: notify) {
        case .success(let result): (Answer.result(result, to: request.id), nil)
        case .failure(let error): (Answer.error(error, to: request.id), error)
        }
    }
}
