import Access
public import EventStore

/// The way of every request, whatever its transport: permission and limits, record, then the method.
public struct RequestPipeline: Sendable {
    let record: Record
    let methods: MethodTable
    let server: ServerIdentity
    private let tools: ToolRegistry
    /// Nil where nobody but the operator can reach the service.
    let gate: Gate?

    public init(
        log: any EventLog, tools: ToolRegistry, server: ServerIdentity, gate: Gate? = nil,
        clock: any WallClock = SystemWallClock()
    ) {
        record = Record(log: log, clock: clock)
        methods = MethodTable(
            [
                ServerDiscover(server: server), Initialize(server: server), Ping(), ToolsList(tools: tools),
                ToolsCall(tools: tools),
            ])
        self.server = server
        self.tools = tools
        self.gate = gate
    }

    /// The result of a request, in the shape of its revision; returns when the log has it.
    public func result(
        of request: Request, notify: @escaping @Sendable (JSON) -> Void = { _ in }
    ) async -> Result<JSONObject, RPCError> {
        let answer: Result<JSONObject, RPCError>
        switch verdict(on: request) {
        case .open: answer = await run(request, nil, notify)
        case .admitted(let access): answer = await run(request, access, notify)
        case .limited(nil, let error): answer = .failure(error)
        case .limited(let access?, let error): answer = await turnAway(request, access) { _ in error }
        case .denied(let access, let denial):
            answer = await turnAway(request, access) { context in
                gate?.tell(denial, request.origin.caller, request: context.trace.spanID.hex)
                return denial.error
            }
        }
        return answer.map { request.revision.isModern ? server.signed($0) : $0 }
    }

    /// The whole response message to a request.
    public func response(
        to request: Request, notify: @escaping @Sendable (JSON) -> Void = { _ in }
    ) async -> (message: JSON, error: RPCError?) {
        switch await result(of: request, notify: notify) {
        case .success(let result): (Answer.result(result, to: request.id), nil)
        case .failure(let error): (Answer.error(error, to: request.id), error)
        }
    }

    private func verdict(on request: Request) -> Gate.Verdict {
        guard let gate else { return .open }
        let permission = methods.has(request) ? MethodPermission.of(request) : nil
        let name = request.method == "tools/call" ? request.params["name"]?.string : nil
        let tool = name.flatMap { tools[$0] }?.definition.name
        return gate.judge(request.origin.caller, permission, connection: request.origin.connection, tool: tool)
    }

    private func run(
        _ request: Request, _ access: RequestAccess?, _ notify: @escaping @Sendable (JSON) -> Void
    ) async -> Result<JSONObject, RPCError> {
        let owner = gate?.owner(request.origin.caller, "tasks")
        return await record.record(request, access: access, owner: owner, notify: notify) {
            await methods.answer(request, in: $0)
        }
    }

    /// Records a request that goes no further.
    private func turnAway(
        _ request: Request, _ access: RequestAccess, _ error: (RequestContext) -> RPCError
    ) async -> Result<JSONObject, RPCError> {
        let owner = request.origin.caller.principal.id
        return await record.record(request, access: access, owner: owner, notify: { _ in }) {
            Outcome(.failure(error($0)))
        }
    }
}
