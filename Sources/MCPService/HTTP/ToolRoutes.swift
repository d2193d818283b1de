import EventStore
import HTTPTypes
import Hummingbird

/// The published REST interface under `/v1/mcp`: every answer in the envelope `{status, message, data}`.
struct ToolRoutes: Sendable {
    let pipeline: RequestPipeline
    let tools: ToolRegistry
    let connections: ConnectionTable
    let status: ServiceStatusSource
    let bodyLimit: Int

    func add(to router: Router<ServiceContext>) {
        let group = router.group("v1/mcp")
        group.post("tools/call") { call, context in await post(call, context) { await callOne($0, call, context) } }
        group.post("tools/batch") { call, context in await post(call, context) { await callMany($0, call, context) } }
        group.get("tools") { call, _ in list(call) }
        group.get("tools/:name") { _, context in one(context.parameters.get("name") ?? "") }
        group.get("status") { _, _ in Self.success(await status.status(tools: tools.all.count)) }
        group.get("health") { _, _ in await status.health() }
    }

    /// Reads the body as an object and hands it on.
    private func post(
        _ call: HTTPCall, _ context: ServiceContext, _ body: (JSONObject) async -> HTTPAnswer
    ) async -> HTTPAnswer {
        guard let bytes = try? await call.body.collect(upTo: bodyLimit) else {
            return Self.failure(.contentTooLarge, "the body is larger than \(bodyLimit) bytes")
        }
        do throws(JSONSyntaxError) {
            guard case .object(let object) = try JSON(parsing: Array(bytes.readableBytesView)) else {
                return Self.failure(.badRequest, "the body must be a JSON object")
            }
            return await body(object)
        } catch {
            return Self.failure(.badRequest, "the body is not JSON: \(error)")
        }
    }

    // MARK: Calls

    private static let callSchema = SchemaValidator(
        schema: .object(
            Schema.result(
                [
                    ("tool_name", Schema.string("A tool", least: 1, most: 128)),
                    ("parameters", Schema.object("Its arguments", standard: [:])),
                    ("use_cache", Schema.boolean("Take a result that is at hand", standard: true)),
                    ("timeout", Schema.number("Seconds to wait", 1...3600, standard: 30)),
                ], required: ["tool_name"])))

    private func callOne(_ body: JSONObject, _ call: HTTPCall, _ context: ServiceContext) async -> HTTPAnswer {
        switch Self.callSchema.validated(.object(body)) {
        case .failure(let violations):
            return Self.failure(.badRequest, violations.list.map(\.description).joined(separator: "; "))
        case .success(let checked):
            let key = call.header("idempotency-key")
            let result = await run(checked.object ?? [:], call, context, key: key)
            guard let output = result.output else {
                return Self.failure(result.status, result.message, result.headers)
            }
            return Self.success([
                "tool_name": checked["tool_name"] ?? .null, "result": output,
                "execution_time": .double(result.seconds), "cached": .bool(result.isCached),
            ])
        }
    }

    /// What became of one call.
    private struct CallResult: Sendable {
        var status = HTTPResponse.Status.ok
        var output: JSON?
        var message = ""
        var seconds = 0.0
        /// What HTTP says besides.
        var headers: [HTTPField] = []
        /// The result was at hand.
        var isCached = false
    }

    /// Runs one call through the same pipeline as MCP's, with a time limit.
    private func run(
        _ body: JSONObject, _ call: HTTPCall, _ context: ServiceContext, key: String?
    ) async -> CallResult {
        let name = body["tool_name"]?.string ?? ""
        guard tools[name] != nil else {
            return CallResult(status: .badRequest, message: tools.unknown(name).message)
        }
        let request = Request(
            id: .string(SpanID.random().hex), method: "tools/call",
            params: [
                "name": .string(name), "arguments": body["parameters"] ?? [:], "_meta": Self.meta(body, key),
            ], revision: .modern,
            origin: RequestOrigin(
                transport: .rest, connection: connections.peer(of: context.channel).connection,
                trace: call.header("traceparent").flatMap(TraceContext.init(traceparent:)), caller: context.caller))
        let clock = ContinuousClock()
        let start = clock.now
        let limit = body["timeout"]?.number ?? 30
        let answer = await Deadline.run(seconds: limit) { await pipeline.result(of: request) }
        let seconds = (clock.now - start) / .seconds(1)
        switch answer {
        case nil:
            return CallResult(
                status: .requestTimeout, message: "\(name) did not finish within \(limit) s", seconds: seconds)
        case .failure(let error):
            let plain = error.retryAfterSeconds == nil ? 400 : 503
            return CallResult(
                status: HTTPResponse.Status(code: error.http?.status ?? plain), message: error.message,
                seconds: seconds, headers: error.httpFields)
        case .success(let result): return Self.outcome(of: result, seconds)
        }
    }

    /// What the interface says beside the arguments, as MCP's clients say it.
    private static func meta(_ body: JSONObject, _ key: String?) -> JSON {
        var meta: JSONObject = [MetaKey.useCache: body["use_cache"] ?? true]
        if let key { meta[MetaKey.idempotencyKey] = .string(key) }
        return .object(meta)
    }

    private static func outcome(of result: JSONObject, _ seconds: Double) -> CallResult {
        guard result["isError"] == true else {
            return CallResult(
                output: result["structuredContent"], seconds: seconds,
                isCached: result["_meta"]?[MetaKey.cache] == "hit")
        }
        let message = result["content"]?[0]?["text"]?.string ?? "the tool failed"
        let code = result["_meta"]?[MetaKey.errorCode]?.string.flatMap(ToolError.Code.init)
        return CallResult(status: status(of: code ?? .failed), message: message, seconds: seconds)
    }

    /// What the caller could have known is no fault of ours.
    private static func status(of code: ToolError.Code) -> HTTPResponse.Status {
        switch code {
        case .invalidInput: .badRequest
        case .notFound: .notFound
        case .conflict, .cancelled: .conflict
        case .timedOut: .requestTimeout
        case .overloaded: .serviceUnavailable
        case .quotaExceeded: .tooManyRequests
        case .failed: .internalServerError
        }
    }

    // MARK: Batches

    private static let batchSchema = SchemaValidator(
        schema: .object(
            Schema.result(
                [
                    (
                        "requests",
                        Schema.strings("Calls", least: 1, most: 100, item: ["type": "object"])
                    ),
                    ("max_concurrent", Schema.integer("Calls at a time", 1...10, standard: 5)),
                    ("fail_fast", Schema.boolean("Stop at the first failure, one call at a time", standard: false)),
                ], required: ["requests"])))

    private func callMany(_ body: JSONObject, _ call: HTTPCall, _ context: ServiceContext) async -> HTTPAnswer {
        guard case .success(let checked) = Self.batchSchema.validated(.object(body)) else {
            return Self.failure(
                .badRequest, "'requests' must be 1 to 100 objects, 'max_concurrent' 1 to 10, 'fail_fast' a boolean")
        }
        let clock = ContinuousClock()
        let start = clock.now
        let requests = checked["requests"]?.array ?? []
        let failFast = checked["fail_fast"] == true
        let results = await runAll(
            requests, atOnce: failFast ? 1 : checked["max_concurrent"]?.int ?? 5, failFast: failFast, call, context)
        let failed = results.count { $0["status"] != "success" }
        return Self.success([
            "results": .array(results), "completed": .int(results.count - failed), "failed": .int(failed),
            "execution_time": .double((clock.now - start) / .seconds(1)),
        ])
    }

    private func runAll(
        _ requests: [JSON], atOnce: Int, failFast: Bool, _ call: HTTPCall, _ context: ServiceContext
    ) async -> [JSON] {
        await withTaskGroup(of: (Int, JSON).self) { group in
            var results: [Int: JSON] = [:]
            var next = 0
            func start() {
                guard next < requests.count else { return }
                let index = next
                next += 1
                group.addTask { (index, await batchResult(requests[index], call, context)) }
            }
            for _ in 0..<atOnce { start() }
            for await (index, result) in group {
                results[index] = result
                if failFast, result["status"] != "success" { break }
                start()
            }
            return results.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    private func batchResult(_ json: JSON, _ call: HTTPCall, _ context: ServiceContext) async -> JSON {
        var entry: JSONObject = ["tool_name": json["tool_name"] ?? .null]
        switch Self.callSchema.validated(json) {
        case .failure(let violations):
            entry["status"] = "error"
            entry["error"] = .string(violations.list.map(\.description).joined(separator: "; "))
        case .success(let checked):
            // A key names one call, not a hundred.
            let result = await run(checked.object ?? [:], call, context, key: nil)
            entry["status"] = result.output == nil ? "error" : "success"
            if let output = result.output { entry["result"] = output } else { entry["error"] = .string(result.message) }
            entry["cached"] = .bool(result.isCached)
        }
        entry["cached"] = entry["cached"] ?? false
        return .object(entry)
    }

    // MARK: Lists

    private func list(_ call: HTTPCall) -> HTTPAnswer {
        let category = call.uri.queryParameters.get("category")
        let chosen = tools.all.map(\.definition).filter { category == nil || $0.category == category }
        let categories = Set(tools.all.map(\.definition.category)).sorted()
        return Self.success([
            "tools": .array(chosen.map(\.published)), "categories": .array(categories.map(JSON.string)),
            "total_count": .int(chosen.count),
        ])
    }

    private func one(_ name: String) -> HTTPAnswer {
        guard let tool = tools[name] else { return Self.failure(.notFound, "there is no tool '\(name.prefix(128))'") }
        return Self.success(tool.definition.published)
    }

    private static func success(_ data: JSON) -> HTTPAnswer {
        .json(["status": 200, "message": "success", "data": data])
    }

    private static func failure(
        _ status: HTTPResponse.Status, _ message: String, _ fields: [HTTPField] = []
    ) -> HTTPAnswer {
        var headers: HTTPFields = [:]
        for field in fields { headers.append(field) }
        return .json(
            ["status": .int(status.code), "message": .string(message), "data": nil], status: status, headers: headers)
    }
}
