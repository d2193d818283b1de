// The events that most of a log is made of read themselves: a fold of millions spends most of its time here.

extension RequestReceived {
    public static func read(_ object: JSONObject) throws -> RequestReceived {
        RequestReceived(
            request: try object.text("request"), transport: try object.text("transport"),
            revision: try object.text("revision"), method: try object.text("method"),
            rpcID: try object.optionalText("rpc_id"), client: try object.optionalText("client"),
            params: try object.value("params"), access: try object.optionalObject("access").map(RequestAccess.init),
            withheld: try object.optionalObject("withheld").map(Withheld.init))
    }
}

extension ToolCompleted {
    public static func read(_ object: JSONObject) throws -> ToolCompleted {
        ToolCompleted(
            request: try object.text("request"), tool: try object.text("tool"), outcome: try object.choice("outcome"),
            result: try object.value("result"), seconds: try object.number("seconds"),
            withheld: try object.optionalObject("withheld").map(Withheld.init))
    }
}

extension RequestCompleted {
    public static func read(_ object: JSONObject) throws -> RequestCompleted {
        RequestCompleted(
            request: try object.text("request"), method: try object.text("method"),
            errorCode: try object.optionalInt("error_code"), seconds: try object.number("seconds"))
    }
}

extension TaskProgressed {
    public static func read(_ object: JSONObject) throws -> TaskProgressed {
        TaskProgressed(
            task: try object.text("task"), stage: try object.text("stage"), progress: try object.number("progress"),
            message: try object.text("message"))
    }
}

extension TaskCreated {
    public static func read(_ object: JSONObject) throws -> TaskCreated {
        TaskCreated(
            task: try object.text("task"), kind: try object.choice("kind"), tool: try object.text("tool"),
            input: try object.value("input"), parent: try object.optionalText("parent"),
            estimatedSeconds: try object.number("estimated_seconds"),
            withheld: try object.optionalObject("withheld").map(Withheld.init),
            charge: try object.optionalObject("charge").map(TaskCharge.init))
    }
}

extension TaskClaimed {
    public static func read(_ object: JSONObject) throws -> TaskClaimed {
        TaskClaimed(
            task: try object.text("task"), worker: try object.text("worker"), attempt: try object.int("attempt"))
    }
}

extension TaskStageStarted {
    public static func read(_ object: JSONObject) throws -> TaskStageStarted {
        TaskStageStarted(task: try object.text("task"), stage: try object.text("stage"))
    }
}

extension TaskStageCompleted {
    public static func read(_ object: JSONObject) throws -> TaskStageCompleted {
        guard let outputs = object["outputs"]?.array else { throw JSONFieldError(key: "outputs") }
        return TaskStageCompleted(
            task: try object.text("task"), stage: try object.text("stage"), key: try object.text("key"),
            outputs: try outputs.map(StageOutput.init), result: try object.value("result"),
            seconds: try object.number("seconds"), cpuSeconds: try object.number("cpu_seconds"),
            withheld: try object.optionalObject("withheld").map(Withheld.init))
    }
}

extension StageOutput {
    fileprivate init(_ json: JSON) throws {
        guard case .object(let object) = json else { throw JSONFieldError(key: "outputs") }
        self.init(
            path: try object.text("path"), bytes: try object.int("bytes"), sha256: try object.text("sha256"))
    }
}

extension TaskCompleted {
    public static func read(_ object: JSONObject) throws -> TaskCompleted {
        TaskCompleted(
            task: try object.text("task"), result: try object.value("result"), seconds: try object.number("seconds"),
            withheld: try object.optionalObject("withheld").map(Withheld.init))
    }
}

extension SpanEnded {
    public static func read(_ object: JSONObject) throws -> SpanEnded {
        SpanEnded(
            name: try object.text("name"), kind: try object.choice("kind"), parent: try object.span("parent"),
            start: try object.moment("start"), seconds: try object.number("seconds"),
            status: try object.choice("status"), message: try object.optionalText("message"),
            attributes: try object.required("attributes"),
            resource: try object.optionalObject("resource"), scope: try object.optionalText("scope"),
            traceState: try object.optionalText("trace_state"),
            events: try object["events"]?.decode([SpanMoment]?.self),
            links: try object["links"]?.decode([SpanLink]?.self))
    }
}

extension JSONObject {
    /// A member that may be left out, and must be a span's id where it is not.
    fileprivate func span(_ key: String) throws(JSONFieldError) -> SpanID? {
        guard let text = try optionalText(key) else { return nil }
        guard let id = SpanID(hex: text) else { throw JSONFieldError(key: key) }
        return id
    }

    /// A member that must be an object.
    fileprivate func required(_ key: String) throws(JSONFieldError) -> JSONObject {
        guard let object = try optionalObject(key) else { throw JSONFieldError(key: key) }
        return object
    }
}
