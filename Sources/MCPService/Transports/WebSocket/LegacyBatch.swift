import EventStore

/// `batch/submit` and `batch/status` of the reference API: several calls at once, and what became of them.
///
/// Each call is a request of its own in the log, with an id that names the batch: the status is read from there.
struct LegacyBatch: Sendable {
    let dialect: LegacyDialect
    let origin: RequestOrigin

    private static let schema = SchemaValidator(
        schema: .object(
            Schema.result(
                [
                    ("requests", Schema.strings("Calls", least: 1, most: 100, item: ["type": "object"])),
                    ("parallel", Schema.boolean("Several at a time", standard: true)),
                    ("max_concurrent", Schema.integer("Calls at a time", 1...10, standard: 5)),
                    ("timeout", Schema.number("Seconds for all of them", 1...3600, standard: 300)),
                ], required: ["requests"])))

    func submit(_ call: LegacyCall) async -> Result<JSON, RPCError> {
        switch Self.schema.validated(.object(call.params)) {
        case .failure(let violations):
            return .failure(.invalidParams(violations.list.map(\.description).joined(separator: "; ")))
        case .success(let checked): return .success(await run(checked.object ?? [:]))
        }
    }

    private func run(_ params: JSONObject) async -> JSON {
        let batch = "batch_" + String(SpanID.random().hex.prefix(8))
        let requests = params["requests"]?.array ?? []
        let width = params["parallel"] == false ? 1 : params["max_concurrent"]?.int ?? 5
        let clock = ContinuousClock()
        let start = clock.now
        let done = await answers(requests, batch, width, within: params["timeout"]?.number ?? 300)
        let responses = requests.indices.map { index in
            done[index] ?? Self.response(Self.id(of: requests[index], index), .failure(RPCError(-32603, "timed out")))
        }
        let failed = responses.count { $0["error"] != nil }
        return [
            "batch_id": .string(batch), "responses": .array(responses), "completed": .int(responses.count - failed),
            "failed": .int(failed), "duration": .double((clock.now - start) / .seconds(1)),
        ]
    }

    /// The answers that were there in time, by the place of their request.
    private func answers(
        _ requests: [JSON], _ batch: String, _ width: Int, within seconds: Double
    ) async -> [Int: JSON] {
        await withTaskGroup(of: (Int, JSON)?.self) { group in
            var results: [Int: JSON] = [:]
            var next = 0
            func start() {
                guard next < requests.count else { return }
                let index = next
                next += 1
                group.addTask { (index, await answer(requests[index], index, batch)) }
            }
            group.addTask {
                // Cut short where all are done.
                try? await Task.sleep(for: .seconds(seconds))
                return nil
            }
            for _ in 0..<width { start() }
            while results.count < requests.count, let one = await group.next() {
                guard let (index, result) = one else { break }
                results[index] = result
                start()
            }
            group.cancelAll()
            return results
        }
    }

    private func answer(_ json: JSON, _ index: Int, _ batch: String) async -> JSON {
        let id = Self.id(of: json, index)
        guard let call = Self.call(in: json, id: .string("\(batch)/\(index)")) else {
            return Self.response(id, .failure(.invalidRequest("a call has 'method' and 'params', or 'tool_name'")))
        }
        return Self.response(id, await dialect.result(of: call, from: origin))
    }

    /// A call as JSON-RPC has it, or as the REST interface has it.
    private static func call(in json: JSON, id: RequestID) -> LegacyCall? {
        var object: JSONObject = ["jsonrpc": "2.0", "id": id.json]
        if let method = json["method"]?.string {
            // A batch in a batch would have no bound.
            guard !method.hasPrefix("batch/") else { return nil }
            object["method"] = .string(method)
            object["params"] = json["params"] ?? [:]
        } else if (json["tool_name"] ?? json["name"])?.string != nil {
            object["method"] = "tools/call"
            object["params"] = json
        }
        return try? LegacyCall(.object(object))
    }

    private static func id(of json: JSON, _ index: Int) -> RequestID { RequestID(json["id"]) ?? .int(index) }

    private static func response(_ id: RequestID, _ result: Result<JSON, RPCError>) -> JSON {
        switch result {
        case .success(let value): ["id": id.json, "result": value]
        case .failure(let error): ["id": id.json, "error": LegacyCall.error(error, to: id)["error"] ?? .null]
        }
    }

    // MARK: Status

    func status(_ call: LegacyCall) async -> Result<JSON, RPCError> {
        guard let batch = call.params["batch_id"]?.string, batch.utf8.count <= 100 else {
            return .failure(.invalidParams("'batch_id' must be a string of at most 100 bytes"))
        }
        if let known = await submitted(batch) { return .success(known) }
        // What batch_video_generation made is a task.
        return await dialect.result(of: Self.statusCall(of: batch, call.id), from: origin)
    }

    private static func statusCall(of batch: String, _ id: RequestID) -> LegacyCall {
        LegacyCall(id: id, method: "video/status", params: ["task_id": .string(batch)])
    }

    /// Counts the batch's requests in the connection's stream.
    private func submitted(_ batch: String) async -> JSON? {
        let selection = Selection(
            types: ["request.received", "tool.completed", "request.completed"].map(TypePattern.init),
            stream: RequestEvents.stream(of: origin.connection))
        guard let events = try? await dialect.pipeline.record.log.readAll(selection) else { return nil }
        var open: Set<String> = []
        var refused: Set<String> = []
        var counts = (total: 0, completed: 0, failed: 0)
        for event in events {
            if let received = event.body as? RequestReceived, received.rpcID?.hasPrefix(batch + "/") == true {
                open.insert(received.request)
                counts.total += 1
            } else if let tool = event.body as? ToolCompleted, tool.outcome != .success {
                refused.insert(tool.request)
            } else if let completed = event.body as? RequestCompleted, open.remove(completed.request) != nil {
                let isDone = completed.errorCode == nil && !refused.contains(completed.request)
                if isDone { counts.completed += 1 } else { counts.failed += 1 }
            }
        }
        guard counts.total > 0 else { return nil }
        return [
            "batch_id": .string(batch), "status": open.isEmpty ? "completed" : "processing",
            "total": .int(counts.total), "completed": .int(counts.completed), "failed": .int(counts.failed),
        ]
    }
}
