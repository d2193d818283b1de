import EventStore
import Synchronization
import Testing

@testable import MCPService

@Suite("The pipeline")
struct RequestPipelineTests {
    private let bench = Bench()

    private func call(_ text: JSON, revision: ProtocolRevision = .modern) async -> Result<JSONObject, RPCError> {
        await bench.answer("tools/call", ["name": "echo", "arguments": ["text": text]], revision: revision)
    }

    @Test("records arrival, tool, span and end of a call within one trace, in this order")
    func recording() async throws {
        _ = await call("hi")
        let events = try await bench.log.readAll(.all)
        #expect(events.map(\.type.name) == ["request.received", "tool.completed", "span.ended", "request.completed"])
        #expect(Set(events.map(\.metadata.trace)).count == 1)
        #expect(events.allSatisfy { $0.stream.text == "connection-c1" })
        let received = try #require(events[0].body(as: RequestReceived.self))
        #expect(received.params == ["name": "echo", "arguments": ["text": "hi"]])
        let tool = try #require(events[1].body(as: ToolCompleted.self))
        #expect(tool.outcome == .success && tool.result == ["text": "hi"] && tool.request == received.request)
    }

    @Test("continues the trace of _meta before that of the transport")
    func tracing() async throws {
        let (header, meta) = (TraceContext.root(), TraceContext.root())
        let params: JSONObject = ["_meta": ["traceparent": .string(meta.traceparent)]]
        _ = await bench.pipeline.result(of: bench.request("tools/list", params, trace: header))
        _ = await bench.pipeline.result(of: bench.request("tools/list", trace: header))
        let spans = try await bench.log.readAll(Selection(types: [TypePattern("span.ended")]))
        #expect(spans.map(\.metadata.trace?.traceID) == [meta.traceID, header.traceID])
        #expect(spans.map { $0.body(as: SpanEnded.self)?.parent } == [meta.spanID, header.spanID])
    }

    @Test("marks a tool's refusal as an error of the tool, not of the protocol")
    func refusal() async throws {
        let result = try await call("refuse").get()
        #expect(result["isError"] == true)
        #expect(result["content"]?[0]?["text"] == "I will not (ask for something else)")
        let events = try await bench.log.readAll(.all)
        #expect(events[1].body(as: ToolCompleted.self)?.outcome == .toolError)
        #expect(events[2].body(as: SpanEnded.self)?.attributes["error.type"] == "tool_error")
        #expect(events[3].body(as: RequestCompleted.self)?.errorCode == nil)
    }

    @Test("refuses an unknown tool by the protocol, and says which there are")
    func unknownTool() async throws {
        let answer = await bench.answer("tools/call", ["name": "nope"])
        guard case .failure(let error) = answer else {
            Issue.record("the call was answered")
            return
        }
        #expect(error.code == -32602 && error.data == ["tools": ["echo"]])
        let end = try await bench.log.readAll(.all).last?.body(as: RequestCompleted.self)
        #expect(end?.errorCode == -32602)
    }

    @Test("gives each revision the shape that it knows", arguments: ProtocolRevision.allCases)
    func shapes(revision: ProtocolRevision) async throws {
        let result = try await call("hi", revision: revision).get()
        #expect((result["structuredContent"] != nil) == (revision >= .r2025_06_18))
        #expect((result["resultType"] == "complete") == revision.isModern)
        #expect((result["_meta"]?["io.modelcontextprotocol/serverInfo"] != nil) == revision.isModern)
        let list = try await bench.answer("tools/list", revision: revision).get()
        let tool = try #require(list["tools"]?[0])
        #expect((tool["outputSchema"] != nil) == (revision >= .r2025_06_18))
        #expect((tool["annotations"] != nil) == (revision >= .r2025_03_26))
        #expect((list["ttlMs"] != nil) == revision.isModern)
    }

    @Test("has the methods of a revision and no others")
    func methods() async {
        func exists(_ method: String, _ revision: ProtocolRevision) async -> Bool {
            let params: JSONObject = ["protocolVersion": "2025-11-25"]
            if case .failure(let error) = await bench.answer(method, params, revision: revision) {
                return error.code != -32601
            }
            return true
        }
        for (method, modern, legacy) in [
            ("server/discover", true, false), ("initialize", false, true), ("ping", false, true),
            ("nope", false, false),
        ] {
            #expect(await exists(method, .modern) == modern, "\(method)")
            #expect(await exists(method, .r2025_11_25) == legacy, "\(method)")
        }
    }

    @Test("agrees on the version asked for, else on its latest with a handshake")
    func negotiation() async throws {
        for (asked, agreed) in [
            ("2025-03-26", "2025-03-26"), ("2026-07-28", "2025-11-25"), ("1999-01-01", "2025-11-25"),
        ] {
            let result = try await bench.answer(
                "initialize", ["protocolVersion": .string(asked)], revision: .r2025_03_26
            ).get()
            #expect(result["protocolVersion"] == .string(agreed))
        }
    }

    @Test("reports progress only where it was asked for")
    func progress() async {
        let seen = Mutex<[JSON]>([])
        let arguments: JSON = ["text": "hi"]
        for meta: JSONObject in [[:], ["progressToken": "p"]] {
            let request = bench.request("tools/call", ["name": "echo", "arguments": arguments, "_meta": .object(meta)])
            _ = await bench.pipeline.result(of: request) { message in seen.withLock { $0.append(message) } }
        }
        #expect(
            seen.withLock { $0 } == [
                [
                    "jsonrpc": "2.0", "method": "notifications/progress",
                    "params": ["progressToken": "p", "progress": 0.5, "total": 1.0, "message": "half way"],
                ]
            ])
    }

    @Test("refuses a request that the log cannot take")
    func overload() async {
        await bench.log.close()
        guard case .failure(let error) = await call("hi") else {
            Issue.record("the call was answered")
            return
        }
        #expect(error.code == -32603)
    }
}
