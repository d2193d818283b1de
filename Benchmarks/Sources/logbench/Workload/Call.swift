import EventStore

/// One request of a client, from its arrival to its answer: a stream and a trace of its own.
///
/// received, then the spans of what it asks of others, then the tool's result, its own span and its end at once.
struct Call {
    enum Tool: String {
        case status = "get_generation_status"
        case script = "generate_video_script"
        case terms = "generate_video_terms"
        case video = "create_video"
        case search = "search_materials"
    }

    private static let tools: [Tool] =
        Array(repeating: .status, count: 90) + Array(repeating: .script, count: 2)
        + Array(repeating: .terms, count: 2) + Array(repeating: .search, count: 3) + [.video, .video, .video]

    let tool: Tool
    let trace: TraceContext
    let principal: String
    /// The task it makes or asks about, and the trace within which that was asked for.
    let task: String
    private let taskTrace: TraceID
    private let request: String
    private let parent: SpanID?
    private let rpcID: String
    private let started: Timestamp
    private let subject: String
    /// The client's session: a UUID that comes again with its later calls.
    private let session: String
    private var inner: Int
    private var revision: UInt64 = 0

    init(at time: Timestamp, serial: Int, session: String, principal: String, recent: Call?, _ random: inout Seeded) {
        self.session = session
        self.principal = principal
        tool = random.pick(Self.tools)
        trace = TraceContext(traceID: random.traceID(), spanID: random.spanID())
        request = trace.spanID.hex
        parent = random.chance(10) ? random.spanID() : nil
        rpcID = random.chance(4) ? random.uuid() : String(serial / 16 % 4096)
        task = tool == .video ? "mcp_" + random.shortID() : (recent?.task ?? "mcp_00000000")
        taskTrace = (tool == .video ? nil : recent)?.trace.traceID ?? trace.traceID
        subject = random.text(words: 2 + random.below(2))
        started = time
        inner = tool == .status ? 1 + random.below(2) : 2 + random.below(3)
    }

    var isOver: Bool { inner < 0 }

    mutating func next(at time: Timestamp, _ random: inout Seeded) -> WorkloadBatch {
        defer { inner -= 1 }
        if revision == 0 { return batch(at: time, trace, [received(&random)], spare: 1) }
        if inner > 0 {
            let child = TraceContext(traceID: trace.traceID, spanID: random.spanID())
            return batch(at: time, child, [innerSpan(at: time, &random)])
        }
        return batch(at: time, trace, closing(at: time, &random))
    }

    private mutating func batch(
        at time: Timestamp, _ trace: TraceContext, _ events: [WorkloadEvent], spare: Int = 0
    ) -> WorkloadBatch {
        defer { revision += UInt64(events.count) }
        inner += spare
        return WorkloadBatch(
            stream: "request-\(request)", revision: revision, trace: trace, principal: principal, time: time,
            events: events)
    }

    // MARK: What happens

    private func received(_ random: inout Seeded) -> WorkloadEvent {
        let client = random.pickSkewed(Vocabulary.clients)
        // Writes carry a key of their own, so that they can be repeated.
        let key = tool == .status ? nil : random.uuid()
        let payload = JSONText.object { json in
            json.string("request", request)
            json.string("transport", "http")
            json.string("revision", "2026-07-28")
            json.string("method", "tools/call")
            json.string("client", client)
            json.object("params") { json in
                json.string("name", tool.rawValue)
                json.object("arguments") { json in
                    arguments(&json, &random)
                    json.string("session_id", session)
                    if let key { json.string("idempotency_key", key) }
                }
            }
            json.string("rpc_id", rpcID)
        }
        return WorkloadEvent(kind: .requestReceived, payload: payload)
    }

    private func arguments(_ json: inout JSONText, _ random: inout Seeded) {
        switch tool {
        case .status:
            json.string("task_id", task)
            json.int("wait_seconds", 5 * (1 + random.below(6)))
        case .script, .video:
            json.string("video_subject", subject)
            json.string("video_language", random.pick(Vocabulary.languages))
            json.int("paragraph_number", 1 + random.below(3))
            json.string("video_aspect", random.chance(80) ? "9:16" : "16:9")
            json.micros("voice_rate", 800_000 + 50_000 * random.below(9))
        case .terms, .search:
            json.string("video_subject", subject)
            json.string("video_script", random.text(words: 6))
            json.int("amount", 3 + random.below(6))
        }
    }

    private func innerSpan(at time: Timestamp, _ random: inout Seeded) -> WorkloadEvent {
        let host = random.pickSkewed(Vocabulary.providers)
        let seconds = random.duration(typical: 40_000)
        let payload = JSONText.object { json in
            json.string("name", "POST /v1/generate")
            json.string("kind", "client")
            json.string("parent", request)
            json.string("start", time.advanced(bySeconds: -Double(seconds) / 1e6).iso8601)
            json.micros("seconds", seconds)
            json.string("status", "ok")
            json.object("attributes") { json in
                json.string("http.request.method", "POST")
                json.string("server.address", host)
                json.int("server.port", 443)
                json.string("url.full", "https://\(host)/v1/generate")
                json.string("url.scheme", "https")
                json.string("telemetry.sdk.name", "moneyprinter")
                json.string("telemetry.sdk.language", "swift")
                json.int("http.response.status_code", random.chance(98) ? 200 : 503)
                json.string("network.protocol.version", "1.1")
                json.string("service.name", "moneyprinter")
                json.string("service.version", "0.1.0")
                json.string("deployment.environment.name", "production")
                json.string("user_agent.original", "moneyprinter/0.1.0")
            }
        }
        return WorkloadEvent(kind: .spanEnded, payload: payload)
    }

    private func closing(at time: Timestamp, _ random: inout Seeded) -> [WorkloadEvent] {
        let seconds = max(100, Int(time.nanoseconds - started.nanoseconds) / 1000)
        let failed = random.chance(3)
        return [
            completedTool(seconds, failed, &random), serverSpan(seconds, failed),
            WorkloadEvent(
                kind: .requestCompleted,
                payload: JSONText.object { json in
                    json.string("request", request)
                    json.string("method", "tools/call")
                    json.micros("seconds", seconds)
                }),
        ]
    }

    private func completedTool(_ seconds: Int, _ failed: Bool, _ random: inout Seeded) -> WorkloadEvent {
        let payload = JSONText.object { json in
            json.string("request", request)
            json.string("tool", tool.rawValue)
            json.string("outcome", failed ? "tool_error" : "success")
            json.object("result") { json in
                if failed {
                    json.string("error", "the provider did not answer within 30 s")
                } else {
                    result(&json, &random)
                }
            }
            json.micros("seconds", seconds)
        }
        return WorkloadEvent(kind: .toolCompleted, payload: payload)
    }

    private func result(_ json: inout JSONText, _ random: inout Seeded) {
        switch tool {
        case .status:
            let percent = random.below(100)
            let stage = Vocabulary.stages[percent * Vocabulary.stages.count / 100]
            json.string("task_id", task)
            json.string("status", "processing")
            json.micros("progress", 10_000 * percent)
            json.string("estimated_remaining", "\((100 - percent) / 2) seconds")
            json.strings("result_urls", [])
            json.string("message", "working on the \(stage)")
            json.string("stage", stage)
            json.string("trace_id", taskTrace.hex)
        case .video:
            json.string("task_id", task)
            json.string("status", "queued")
            json.string("estimated_completion", started.advanced(bySeconds: 40).iso8601)
            json.micros("estimated_seconds", 40_000_000)
            json.string("trace_id", trace.traceID.hex)
        case .script:
            json.string("script", random.prose(sentences: 1 + random.below(2)))
            json.string("language", "en")
            json.string("provider", "wordnet")
            json.strings("warnings", [])
        case .terms:
            json.strings("terms", (0..<5).map { _ in random.text(words: 2) })
            json.string("provider", "wordnet")
        case .search:
            json.string("search_id", random.uuid())
            json.strings(
                "materials", (0..<4).map { _ in "materials/\(random.pick(Vocabulary.words))-\(random.below(900)).mp4" })
            json.int("total", random.below(400))
        }
    }

    private func serverSpan(_ seconds: Int, _ failed: Bool) -> WorkloadEvent {
        let payload = JSONText.object { json in
            json.string("name", "tools/call \(tool.rawValue)")
            json.string("kind", "server")
            if let parent { json.string("parent", parent.hex) }
            json.string("start", started.iso8601)
            json.micros("seconds", seconds)
            json.string("status", failed ? "error" : "ok")
            json.object("attributes") { json in
                json.string("mcp.method.name", "tools/call")
                json.string("jsonrpc.request.id", rpcID)
                json.string("mcp.protocol.version", "2026-07-28")
                json.string("mcp.session.id", session)
                json.string("network.transport", "tcp")
                json.string("network.protocol.name", "http")
                json.string("server.address", "127.0.0.1")
                json.int("server.port", 8081)
                json.string("service.name", "moneyprinter")
                json.string("gen_ai.tool.name", tool.rawValue)
                json.string("gen_ai.operation.name", "execute_tool")
                if failed { json.string("error.type", "tool_error") }
            }
        }
        return WorkloadEvent(kind: .spanEnded, payload: payload)
    }
}
