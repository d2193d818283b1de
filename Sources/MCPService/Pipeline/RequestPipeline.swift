import Access
public import EventStore
public import Projections

/// The way of every request, whatever its transport: permission and limits, record, then the method.
public struct RequestPipeline: Sendable {
    let record: Record
    let methods: MethodTable
    let server: ServerIdentity
    private let tools: ToolRegistry
    /// Nil where nobody but the operator can reach the service.
    let gate: Gate?
    let feed: ChangeFeed
    private let subscriptions = SessionSubscriptions()
    private let levels = SessionLevels()
    let requests = ClientRequests()

    /// - Parameter host: of the tasks that the tools make; without it there is no tasks extension.
    public init(
        log: any EventLog, tools: ToolRegistry, resources: ResourceRegistry = ResourceRegistry([]),
        prompts: PromptRegistry = PromptRegistry([]), host: ProjectionHost? = nil, server: ServerIdentity,
        gate: Gate? = nil,
        cache: ToolCache = ToolCache(), conformance: Conformance? = nil,
        clock: any WallClock = SystemWallClock()
    ) {
        record = Record(log: log, clock: clock)
        self.server = server
        feed = ChangeFeed(log: log, resources: resources)
        let tasks = host.map { TaskWire(host: $0, log: log, tools: tools) }
        let capabilities = ServerCapabilities(
            hasResources: !resources.all.isEmpty, hasPrompts: !prompts.all.isEmpty, hasTasks: tasks != nil,
            listsChange: conformance != nil)
        let calls = ToolsCall(tools: tools, tasks: tasks, seal: RequestSeal(clock: clock), cache: cache)
        methods = MethodTable(
            [
                ServerDiscover(server: server, capabilities: capabilities),
                Initialize(server: server, capabilities: capabilities), Ping(), ToolsList(tools: tools), calls,
                LoggingSetLevel(levels: levels),
                SubscriptionsListen(
                    feed: feed, capabilities: capabilities, tasks: tasks, others: conformance?.tasks),
            ] + Self.resources(resources, subscriptions) + Self.prompts(prompts, resources)
                + Self.tasks(tasks, conformance?.tasks))
        self.tools = tools
        self.gate = gate
    }

    private static func resources(
        _ resources: ResourceRegistry, _ subscriptions: SessionSubscriptions
    ) -> [any Method] {
        guard !resources.all.isEmpty else { return [] }
        return [
            ResourcesList(resources: resources), ResourceTemplatesList(resources: resources),
            ResourcesRead(resources: resources),
            ResourcesSubscribe(resources: resources, subscriptions: subscriptions),
            ResourcesSubscribe(resources: resources, subscriptions: subscriptions, ends: true),
        ]
    }

    private static func prompts(_ prompts: PromptRegistry, _ resources: ResourceRegistry) -> [any Method] {
        guard !prompts.all.isEmpty || !resources.all.isEmpty else { return [] }
        return [
            PromptsList(prompts: prompts), PromptsGet(prompts: prompts),
            CompletionComplete(prompts: prompts, resources: resources),
        ]
    }

    private static func tasks(_ wire: TaskWire?, _ others: (any TaskSource)?) -> [any Method] {
        guard let desk = wire.map({ TaskAccess(wire: $0, others: others) }) else { return [] }
        return [TasksGet(desk: desk), TasksUpdate(desk: desk), TasksCancel(desk: desk)]
    }

    /// What somebody's legacy session gets unasked, for transports that hold its stream.
    public func sessionFeed(of caller: Caller) -> SessionFeed {
        SessionFeed(feed: feed, subscriptions: subscriptions, owner: gate?.owner(caller, "tasks"))
    }

    /// What a session wants to hear of.
    func preferences(of scope: String) -> SessionPreferencesSet {
        let filter = subscriptions.filter(of: scope)
        let lists = [("tools", filter.tools), ("prompts", filter.prompts), ("resources", filter.resources)]
        return SessionPreferencesSet(
            resources: filter.uris, lists: lists.filter(\.1).map(\.0), logLevel: levels.level(of: scope)?.rawValue)
    }

    /// Takes up a session that began in another process.
    func resume(_ scope: String, _ session: Sessions.Session) {
        var filter = SubscriptionFilter()
        filter.uris = session.resources
        filter.tools = session.lists.contains("tools")
        filter.prompts = session.lists.contains("prompts")
        filter.resources = session.lists.contains("resources")
        subscriptions.restore(filter, for: scope)
        if levels.level(of: scope) == nil, let level = session.logLevel.flatMap(LogLevel.init) {
            levels.set(level, for: scope)
        }
    }

    /// The result of a request, in the shape of its revision; returns when the log has it.
    public func result(
        of request: Request, notify: @escaping @Sendable (JSON) -> Void = { _ in }
    ) async -> Result<JSONObject, RPCError> {
        await result(of: request, verdict(on: request), notify)
    }

    private func result(
        of request: Request, _ verdict: Gate.Verdict, _ notify: @escaping @Sendable (JSON) -> Void
    ) async -> Result<JSONObject, RPCError> {
        let answer: Result<JSONObject, RPCError>
        switch verdict {
        case .open: answer = await run(request, nil, notify)
        case .admitted(let access, _):
            guard let gate, request.method == "tools/call" else {
                answer = await run(request, access, notify)
                break
            }
            answer = await gate.run(callOf: request.origin.caller) { await run(request, access, notify) }
        case .limited(nil, let error): answer = .failure(error)
        case .limited(let access?, let error): answer = await turnAway(request, access) { _ in error }
        case .denied(let access, let denial):
            answer = await turnAway(request, access) { context in
                gate?.tell(denial, request.origin.caller, request: context.trace.spanID.hex)
                return denial.error.denial(in: request.revision)
            }
        }
        return answer.map { request.revision.isModern ? server.signed($0) : $0 }
    }

    /// A modern request carries the level of log messages that it wants; a legacy session has set one, or has not.
    private func logLevel(of request: Request) throws(RPCError) -> LogLevel? {
        guard request.revision.isModern else {
            if request.method.hasSuffix("/list") { subscriptions.noteList(request.method, for: request.origin.scope) }
            return levels.level(of: request.origin.scope)
        }
        guard let value = request.meta[MetaKey.logLevel] else { return nil }
        guard let level = value.string.flatMap(LogLevel.init) else {
            throw .invalidParams("_meta '\(MetaKey.logLevel)' is none of \(LogLevel.allCases.map(\.rawValue))")
        }
        return level
    }

    /// The whole response message to a request.
    public func response(
        to request: Request, notify: @escaping @Sendable (JSON) -> Void = { _ in }
    ) async -> (message: JSON, error: RPCError?) {
        let answer = await answer(to: request, notify: notify)
        return (answer.message, answer.error)
    }

    /// The whole response message, and where its sender then stands with the limits.
    func answer(
        to request: Request, notify: @escaping @Sendable (JSON) -> Void = { _ in }
    ) async -> (message: JSON, error: RPCError?, standing: LimitStanding?) {
        let verdict = verdict(on: request)
        let standing: LimitStanding? = if case .admitted(_, let standing) = verdict { standing } else { nil }
        return switch await result(of: request, verdict, notify) {
        case .success(let result): (Answer.result(result, to: request.id), nil, standing)
        case .failure(let error): (Answer.error(error, to: request.id), error, standing)
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
        return await record.record(request, access: access, owner: owner, notify: notify) { context in
            var context = context
            context.requests = requests
            do throws(RPCError) { context.logLevel = try logLevel(of: request) } catch {
                return Outcome(.failure(error))
            }
            return await methods.answer(request, in: context)
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
