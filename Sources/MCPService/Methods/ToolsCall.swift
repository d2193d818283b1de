import EventStore

/// `tools/call`: an unknown tool is a protocol error; bad input and failed work are the tool's answer with
/// `isError`, so that the model can read what was wrong (SEP-1303).
struct ToolsCall: Method {
    let name = "tools/call"
    let tools: ToolRegistry

    func exists(in revision: ProtocolRevision) -> Bool { true }

    func answer(_ request: Request, in context: RequestContext) async -> Outcome {
        guard let name = request.params["name"]?.string else {
            return Outcome(.failure(.invalidParams("'name' must be a string")))
        }
        guard let tool = tools[name] else {
            return Outcome(.failure(tools.unknown(name)))
        }
        let arguments: JSONObject
        switch request.params["arguments"] {
        case nil, .null: arguments = [:]
        case .object(let object): arguments = object
        case let other?:
            return Outcome(.failure(.invalidParams("'arguments' must be an object, not \(other.typeName)")))
        }
        return await call(tool, arguments, in: context)
    }

    private func call(_ tool: any Tool, _ arguments: JSONObject, in context: RequestContext) async -> Outcome {
        do throws(ToolError) {
            let output = try await tools.call(tool, arguments, in: ToolContext(context))
            let note = Outcome.ToolNote(tool: tool.definition.name, outcome: .success, result: .object(output))
            return Outcome(.success(Self.result(output, for: context.request.revision)), tool: note)
        } catch {
            let kind: ToolCompleted.Outcome = Task.isCancelled ? .cancelled : .toolError
            let note = Outcome.ToolNote(tool: tool.definition.name, outcome: kind, result: .string(error.message))
            return Outcome(.success(Self.result(error)), tool: note)
        }
    }

    private static func result(_ output: JSONObject, for revision: ProtocolRevision) -> JSONObject {
        let text = JSON.object(output).text
        var result: JSONObject = [:]
        result.reserveCapacity(3)
        result["content"] = [["type": "text", "text": .string(text)]]
        if revision >= .r2025_06_18 { result["structuredContent"] = .object(output) }
        result["isError"] = false
        return result
    }

    private static func result(_ error: ToolError) -> JSONObject {
        ["content": [["type": "text", "text": .string(error.description)]], "isError": true]
    }
}
