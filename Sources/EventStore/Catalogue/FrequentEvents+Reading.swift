// The events that most of a log is made of read themselves: a fold of millions spends most of its time here.

extension RequestReceived {
    public static func read(_ object: JSONObject) throws -> RequestReceived {
        RequestReceived(
            request: try object.text("request"), transport: try object.text("transport"),
            revision: try object.text("revision"), method: try object.text("method"),
            rpcID: try object.optionalText("rpc_id"), client: try object.optionalText("client"),
            params: try object.value("params"))
    }
}

extension ToolCompleted {
    public static func read(_ object: JSONObject) throws -> ToolCompleted {
        ToolCompleted(
            request: try object.text("request"), tool: try object.text("tool"), outcome: try object.choice("outcome"),
            result: try object.value("result"), seconds: try object.number("seconds"))
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
