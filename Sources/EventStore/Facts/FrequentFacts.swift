// The frequent events as folds want them; a member that is not as expected makes the whole be read as any other event.

extension RequestReceived {
    init?(_ members: inout JSONMembers) {
        var (request, transport, revision, method): (String?, String?, String?, String?)
        var (rpcID, client, access): (String?, String?, RequestAccess?)
        var params: JSON?
        while let key = members.nextKey() {
            if key.spell("request") {
                request = members.text()
            } else if key.spell("transport") {
                transport = members.text()
            } else if key.spell("revision") {
                revision = members.text()
            } else if key.spell("method") {
                method = members.text()
            } else if key.spell("rpc_id") {
                rpcID = members.optionalText() ?? nil
            } else if key.spell("client") {
                client = members.optionalText() ?? nil
            } else if key.spell("params") {
                params = members.raw().flatMap(Self.named)
            } else if key.spell("access") {
                access = members.raw().flatMap { Self.access($0, &members) }
            } else {
                _ = members.raw()
            }
        }
        guard let request, let transport, let revision, let method, let params else { return nil }
        self.init(
            request: request, transport: transport, revision: revision, method: method, rpcID: rpcID, client: client,
            params: params, access: access)
    }

    /// Of an object its `name` alone, of any other value nothing.
    private static func named(_ bytes: UnsafeBufferPointer<UInt8>) -> JSON? {
        guard bytes.first == UInt8(ascii: "{") else { return .null }
        var members = JSONMembers(bytes)
        var name: JSON?
        while let key = members.nextKey() {
            guard let value = members.raw() else { return nil }
            guard key.spell("name") else { continue }
            name = try? JSON(parsing: UnsafeRawBufferPointer(value))
            if name == nil { return nil }
        }
        guard !members.hasFailed else { return nil }
        return .object(name.map { JSONObject([("name", $0)]) } ?? [:])
    }

    private static func access(_ bytes: UnsafeBufferPointer<UInt8>, _ members: inout JSONMembers) -> RequestAccess? {
        switch try? JSON(parsing: UnsafeRawBufferPointer(bytes)) {
        case .null?: return nil
        case .object(let object)?: return (try? RequestAccess(object)) ?? members.fail()
        default: return members.fail()
        }
    }
}

extension ToolCompleted {
    init?(_ members: inout JSONMembers) {
        var (request, tool, outcome): (String?, String?, Outcome?)
        var seconds: Double?
        var hasResult = false
        while let key = members.nextKey() {
            if key.spell("request") {
                request = members.text()
            } else if key.spell("tool") {
                tool = members.text()
            } else if key.spell("outcome") {
                outcome = members.text().flatMap(Outcome.init)
            } else if key.spell("seconds") {
                seconds = members.number()
            } else {
                hasResult = key.spell("result") || hasResult
                _ = members.raw()
            }
        }
        guard let request, let tool, let outcome, let seconds, hasResult else { return nil }
        self.init(request: request, tool: tool, outcome: outcome, result: .null, seconds: seconds)
    }
}

extension RequestCompleted {
    init?(_ members: inout JSONMembers) {
        var (request, method): (String?, String?)
        var errorCode: Int?
        var seconds: Double?
        while let key = members.nextKey() {
            if key.spell("request") {
                request = members.text()
            } else if key.spell("method") {
                method = members.text()
            } else if key.spell("error_code") {
                errorCode = members.optionalInt() ?? nil
            } else if key.spell("seconds") {
                seconds = members.number()
            } else {
                _ = members.raw()
            }
        }
        guard let request, let method, let seconds else { return nil }
        self.init(request: request, method: method, errorCode: errorCode, seconds: seconds)
    }
}

extension TaskProgressed {
    init?(_ members: inout JSONMembers) {
        var (task, stage, message): (String?, String?, String?)
        var progress: Double?
        while let key = members.nextKey() {
            if key.spell("task") {
                task = members.text()
            } else if key.spell("stage") {
                stage = members.text()
            } else if key.spell("progress") {
                progress = members.number()
            } else if key.spell("message") {
                message = members.text()
            } else {
                _ = members.raw()
            }
        }
        guard let task, let stage, let progress, let message else { return nil }
        self.init(task: task, stage: stage, progress: progress, message: message)
    }
}

extension TaskStageStarted {
    init?(_ members: inout JSONMembers) {
        var (task, stage): (String?, String?)
        while let key = members.nextKey() {
            if key.spell("task") {
                task = members.text()
            } else if key.spell("stage") {
                stage = members.text()
            } else {
                _ = members.raw()
            }
        }
        guard let task, let stage else { return nil }
        self.init(task: task, stage: stage)
    }
}

extension MetricsSampled {
    init?(_ members: inout JSONMembers, _ names: inout NameMemory) {
        var values: [String: Double]?
        var families: [MetricFamily] = []
        while let key = members.nextKey() {
            guard let value = members.raw() else { return nil }
            if key.spell("values") {
                values = Self.values(value, &names)
            } else if key.spell("families") {
                guard let json = try? JSON(parsing: UnsafeRawBufferPointer(value)),
                    let read = try? MetricFamily.list(json)
                else { return nil }
                families = read
            }
        }
        guard let values else { return nil }
        self.init(values: values, families: families)
    }

    private static func values(
        _ bytes: UnsafeBufferPointer<UInt8>, _ names: inout NameMemory
    ) -> [String: Double]? {
        if let values = names.values(like: bytes) { return values }
        var members = JSONMembers(bytes)
        var values: [String: Double] = [:]
        values.reserveCapacity(16)
        names.restart()
        while let key = members.nextKey() {
            guard let name = names.name(key), let number = members.number() else { return nil }
            values[name] = number
        }
        guard !members.hasFailed else { return nil }
        names.remember(values)
        return values
    }
}
