import EventStore

/// `tools/call`: an unknown tool is a protocol error; bad input and failed work are the tool's answer with
/// `isError`, so that the model can read what was wrong (SEP-1303).
///
/// A client that knows tasks gets a task for long work; one that can ask a person is asked where something is missing.
struct ToolsCall: Method {
    let name = "tools/call"
    let tools: ToolRegistry
    /// Nil where there is no tasks extension.
    let tasks: TaskWire?
    let questions: ToolQuestions
    let cache: ToolCache

    init(tools: ToolRegistry, tasks: TaskWire?, seal: RequestSeal, cache: ToolCache) {
        self.cache = cache
        self.tools = tools
        self.tasks = tasks
        questions = ToolQuestions(seal: seal)
    }

    func exists(in revision: ProtocolRevision) -> Bool { true }

    func answer(_ request: Request, in context: RequestContext) async -> Outcome {
        do throws(RPCError) {
            let (tool, arguments) = try target(of: request)
            if let whole = tool as? any AnsweringTool {
                let note = Outcome.ToolNote(tool: tool.definition.name, outcome: .success, result: .null)
                return Outcome(await whole.answer(arguments, in: context), tool: note)
            }
            guard request.revision.isModern else { return await call(tool, arguments, in: context) }
            switch try questions.step(tool, arguments, request, principal: context.principal) {
            case .ask(let question): return Outcome(.success(question))
            case .refused(let error): return Self.refusal(error, by: tool, of: request.origin)
            case .call(let complete):
                guard let tasks, let long = tool as? any TaskTool, request.knows(extension: MetaKey.tasks) else {
                    return await call(tool, complete, in: context)
                }
                return await begin(long, complete, tasks, in: context)
            }
        } catch {
            return Outcome(.failure(error))
        }
    }

    private func target(of request: Request) throws(RPCError) -> (any Tool, JSONObject) {
        guard let name = request.params["name"]?.string else { throw .invalidParams("'name' must be a string") }
        guard let tool = tools[name] else { throw tools.unknown(name) }
        switch request.params["arguments"] {
        case nil, .null: return (tool, [:])
        case .object(let object): return (tool, object)
        case let other?: throw .invalidParams("'arguments' must be an object, not \(other.typeName)")
        }
    }

    private func call(_ tool: any Tool, _ arguments: JSONObject, in context: RequestContext) async -> Outcome {
        do throws(ToolError) {
            let (output, use) = try await output(of: tool, arguments, in: context)
            var note = Outcome.ToolNote(tool: tool.definition.name, outcome: .success, result: .object(output))
            note.cache = use
            var result = Self.result(output, tool.links(in: output), for: context.request.revision)
            if let use { result["_meta"] = .object([MetaKey.cache: .string(use.rawValue)]) }
            return Outcome(.success(result), tool: note)
        } catch {
            return Self.refusal(error, by: tool, of: context.request.origin)
        }
    }

    /// A result that is at hand, where the caller takes one and the tool gives the same for the same.
    private func output(
        of tool: any Tool, _ arguments: JSONObject, in context: RequestContext
    ) async throws(ToolError) -> (JSONObject, ToolCache.Use?) {
        guard let seconds = tool.definition.repeatableSeconds, context.request.meta[MetaKey.useCache] == true else {
            return (try await tools.call(tool, arguments, in: ToolContext(context)), nil)
        }
        let checked = try tools.checked(tool, arguments)
        let key = ToolCache.Key(principal: context.principal, tool: tool.definition.name, arguments: checked)
        if let known = cache.output(for: key) { return (known, .hit) }
        let output = try await tool.call(checked, in: ToolContext(context))
        cache.keep(output, for: key, seconds: seconds)
        return (output, .miss)
    }

    /// Answers with the task itself, which is on the disk by then.
    private func begin(
        _ tool: any TaskTool, _ arguments: JSONObject, _ tasks: TaskWire, in context: RequestContext
    ) async -> Outcome {
        do throws(ToolError) {
            let checked = try tools.checked(tool, arguments)
            let ticket = try await tool.begin(checked, in: ToolContext(context))
            guard let status = await tasks.current(ticket.task) else {
                throw ToolError(
                    .overloaded, "The task \(ticket.task) is made and not visible yet", hint: "ask tasks/get")
            }
            let note = Outcome.ToolNote(
                tool: tool.definition.name, outcome: .success, result: ["task_id": .string(ticket.task)])
            var answer: JSONObject = ["resultType": "task"]
            // One that fails at once may be over by now.
            answer = answer.merging(tasks.detailed(status))
            return Outcome(.success(answer), tool: note)
        } catch {
            return Self.refusal(error, by: tool, of: context.request.origin)
        }
    }

    private static func refusal(_ error: ToolError, by tool: any Tool, of origin: RequestOrigin) -> Outcome {
        let kind: ToolCompleted.Outcome = Task.isCancelled ? .cancelled : .toolError
        let note = Outcome.ToolNote(tool: tool.definition.name, outcome: kind, result: .string(error.message))
        if let whole = error.protocolError { return Outcome(.failure(whole), tool: note) }
        var result = result(error)
        // REST has a status for it; MCP's clients have the words.
        if origin.transport == .rest { result["_meta"] = [MetaKey.errorCode: .string(error.code.rawValue)] }
        return Outcome(.success(result), tool: note)
    }

    private static func result(
        _ output: JSONObject, _ links: [ResourceLink], for revision: ProtocolRevision
    ) -> JSONObject {
        let text = JSON.object(output).text
        var result: JSONObject = [:]
        result.reserveCapacity(3)
        let words: JSON = ["type": "text", "text": .string(text)]
        guard revision >= .r2025_06_18 else {
            result["content"] = [words]
            result["isError"] = false
            return result
        }
        result["content"] = links.isEmpty ? [words] : .array([words] + links.map(\.json))
        result["structuredContent"] = .object(output)
        result["isError"] = false
        return result
    }

    private static func result(_ error: ToolError) -> JSONObject {
        ["content": [["type": "text", "text": .string(error.description)]], "isError": true]
    }
}
