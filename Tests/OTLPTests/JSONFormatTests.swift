import EventStore
import Testing

@testable import OTLP

@Suite("OTLP in JSON")
struct JSONFormatTests {
    private func request(_ span: String) -> [UInt8] {
        Array(
            """
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},
            "scopeSpans":[{"scope":{"name":"asgi"},"spans":[\(span)]}]}]}
            """.utf8)
    }

    private static let span = """
        {"traceId":"0102030405060708090A0B0C0D0E0F10","spanId":"0102030405060708","name":"GET","news":{"a":[1]},
        "kind":2,"startTimeUnixNano":"1790000000000001000","endTimeUnixNano":1790000000000002000,
        "attributes":[{"key":"n","value":{"intValue":"-5"}},{"key":"d","value":{"doubleValue":2}},
        {"key":"b","value":{"bytesValue":"AQI_-w"}},{"key":"z","value":{"boolValue":false}},{"key":"x","value":null}],
        "status":{"code":2}}
        """

    @Test("is read with hexadecimal ids, whole numbers as texts or numbers, and names that nobody knows")
    func reading() async throws {
        let exported = try await Exported(request(Self.span), of: .traces, in: .json)
        let fact = try #require(try exported.facts(SpanEnded.self).first)
        #expect(fact.name == "GET" && fact.kind == .server && fact.status == .error && fact.seconds == 1e-6)
        #expect(fact.attributes == ["n": -5, "d": 2.0, "b": "AQI/+w==", "z": false, "x": .null])
        #expect(
            exported.events.first?.metadata.trace?.traceID
                == TraceID(high: 0x0102_0304_0506_0708, low: 0x090A_0B0C_0D0E_0F10))
    }

    @Test("may name the values of enumerations")
    func names() async throws {
        let text = Self.span.replacing("\"kind\":2", with: "\"kind\":\"SPAN_KIND_CONSUMER\"")
        #expect(
            try await Exported(request(text), of: .traces, in: .json).facts(SpanEnded.self).first?.kind == .consumer)
    }

    @Test("with ids in base64 refuses those spans alone")
    func base64() async throws {
        let text = Self.span.replacing("\"0102030405060708\"", with: "\"AQIDBAUGBwg=\"")
        let exported = try await Exported(request("\(text),\(Self.span)"), of: .traces, in: .json)
        #expect(exported.batch.accepted == 1 && exported.batch.rejected == 1)
        #expect(exported.batch.message.contains("16 hexadecimal digits in JSON"))
    }

    private static let faults: [(body: String, message: String)] = [
        ("", "the body is not JSON: unexpected end of input at byte 0"), ("[]", "the body must be an object, not []"),
        (#"{"resourceSpans":{}}"#, "'resourceSpans' must be an array, not {}"),
        (#"{"resourceSpans":[7]}"#, "'resourceSpans[0]' must be an object, not 7"),
        (
            #"{"resourceSpans":[{},{"scopeSpans":[{"spans":[{"startTimeUnixNano":"x"}]}]}]}"#,
            #"'resourceSpans[1].scopeSpans[0].spans[0].startTimeUnixNano' must be a whole number from 0, not "x""#
        ),
        (
            #"{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":1}]}]}]}"#,
            "'resourceSpans[0].scopeSpans[0].spans[0].name' must be a string, not 1"
        ),
    ]

    @Test("that is none is refused with the place of the fault", arguments: faults.indices)
    func badBody(index: Int) async throws {
        let (body, message) = Self.faults[index]
        await #expect(throws: OTLPError(.malformed, message)) {
            _ = try await Exported(Array(body.utf8), of: .traces, in: .json)
        }
    }

    @Test("nested too deeply is refused")
    func depth() async throws {
        let body = Array(String(repeating: "[", count: 100_000).utf8)
        await #expect(throws: OTLPError.self) { _ = try await Exported(body, of: .traces, in: .json) }
    }

    @Test("has numbers that JSON has not as texts")
    func numbers() async throws {
        let body = Array(
            """
            {"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m","gauge":{"dataPoints":[
            {"asDouble":"NaN"},{"asDouble":"-Infinity"},{"asInt":"-7"},{"asInt":8}]}}]}]}]}
            """.utf8)
        let points = try await Exported(body, of: .metrics, in: .json).facts(MetricsReceived.self)[0].families[0].points
        #expect(
            points.map(\.value) == [
                .number(MetricNumber(.nan)), .number(MetricNumber(-.infinity)), .number(-7), .number(8),
            ])
    }

    @Test("is named by its content type, whatever its parameters")
    func contentTypes() {
        #expect(OTLPFormat(contentType: "application/json; charset=utf-8") == .json)
        #expect(OTLPFormat(contentType: "Application/X-Protobuf") == .protobuf)
        #expect(OTLPFormat(contentType: "text/plain") == nil)
    }
}
