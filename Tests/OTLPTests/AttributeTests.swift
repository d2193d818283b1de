import EventStore
import Testing

@testable import OTLP

@Suite("Received attributes")
struct AttributeTests {
    private func attributes(
        _ list: [[UInt8]], limits: OTLPLimits = OTLPLimits()
    ) async throws -> (JSONObject, String) {
        let span = Wire.span { span in for attribute in list { span.block(9, attribute) } }
        let exported = try await Exported(Wire.export(service: "", [span]), of: .traces, limits: limits)
        return (try #require(try exported.facts(SpanEnded.self).first).attributes, exported.batch.message)
    }

    private static let values: [(json: JSON, write: @Sendable (inout ProtobufWriter) -> Void)] = [
        ("text", { $0.block(1, Array("text".utf8)) }), ("", { $0.block(1, []) }),
        ("\"quoted\" \\ \n ü 🚀", { $0.block(1, Array("\"quoted\" \\ \n ü 🚀".utf8)) }),
        (
            true,
            {
                $0.tag(.varint(2)); $0.varint(1)
            }
        ),
        (
            false,
            {
                $0.tag(.varint(2)); $0.varint(0)
            }
        ),
        (
            -1,
            {
                $0.tag(.varint(3)); $0.varint(.max)
            }
        ),
        (
            .int(.max),
            {
                $0.tag(.varint(3)); $0.varint(UInt64(Int64.max))
            }
        ),
        (0.25, { $0.double(4, 0.25) }), ("NaN", { $0.double(4, .nan) }), ("-Infinity", { $0.double(4, -.infinity) }),
        (.null, { _ in }), ("AQID", { $0.block(7, [1, 2, 3]) }),
        (
            [1.5, ["x", true]],
            { list in
                list.message(5) { items in
                    items.message(1) { $0.double(4, 1.5) }
                    items.message(1) {
                        $0.message(5) { inner in
                            inner.message(1) { $0.block(1, Array("x".utf8)) }
                            inner.message(1) {
                                $0.tag(.varint(2)); $0.varint(1)
                            }
                        }
                    }
                }
            }
        ),
        (
            ["a": "b", "c": ["d": 1.0]],
            { value in
                value.message(6) { pairs in
                    pairs.block(1, Wire.text("a", "b"))
                    pairs.block(
                        1,
                        Wire.attribute("c") {
                            $0.message(6) { inner in inner.block(1, Wire.attribute("d") { $0.double(4, 1) }) }
                        })
                }
            }
        ),
    ]

    @Test("of every kind become JSON", arguments: values.indices)
    func kinds(index: Int) async throws {
        let (json, write) = Self.values[index]
        let (attributes, message) = try await attributes([Wire.attribute("key", write)])
        #expect(attributes["key"] == json)
        #expect(message.isEmpty)
    }

    @Test("with the same key count once, and the first of them counts")
    func duplicates() async throws {
        let (attributes, _) = try await attributes([Wire.text("a", "1"), Wire.text("b", "2"), Wire.text("a", "3")])
        #expect(attributes.members.map(\.key) == ["a", "b"] && attributes["a"] == "1")
    }

    @Test("beyond the limit are dropped and counted")
    func tooMany() async throws {
        var limits = OTLPLimits()
        limits.attributes = 2
        let (attributes, message) = try await attributes((0..<5).map { Wire.text("k\($0)", "v") }, limits: limits)
        #expect(attributes == ["k0": "v", "k1": "v", "otel.dropped_attributes_count": 3])
        #expect(message == "3 attributes or parts beyond the limits dropped")
    }

    @Test("too long are cut off between two characters", arguments: [6, 7, 8, 9])
    func cut(limit: Int) async throws {
        var limits = OTLPLimits()
        limits.valueBytes = limit
        let (attributes, message) = try await attributes([Wire.text("k", "ab€€€")], limits: limits)
        let expected = limit < 8 ? "ab€" : "ab€€"
        #expect(attributes["k"]?.string == expected)
        #expect(message == "1 too long texts cut off")
    }

    @Test("that are not UTF-8 are repaired")
    func repair() async throws {
        let (attributes, message) = try await attributes([Wire.attribute("k") { $0.block(1, [0x61, 0xFF, 0x62]) }])
        #expect(attributes["k"] == "a\u{FFFD}b")
        #expect(message == "1 texts that are not UTF-8 repaired")
    }

    @Test("nested too deeply end in null")
    func depth() async throws {
        func nested(_ depth: Int, _ writer: inout ProtobufWriter) {
            if depth > 0 { writer.message(5) { list in list.message(1) { nested(depth - 1, &$0) } } }
        }
        let (attributes, message) = try await attributes([Wire.attribute("deep") { nested(2000, &$0) }])
        #expect(
            attributes["deep"]?.text == String(repeating: "[", count: 16) + "null" + String(repeating: "]", count: 16))
        #expect(message == "1 attributes or parts beyond the limits dropped")
    }

    @Test("whose lists become too large are dropped whole")
    func compound() async throws {
        let many = Wire.attribute("many") { value in
            value.message(5) { list in
                for _ in 0..<100 { list.message(1) { $0.block(1, Array(repeating: 0x61, count: 8000)) } }
            }
        }
        let (attributes, _) = try await attributes([many, Wire.text("k", "v")])
        #expect(attributes == ["k": "v", "otel.dropped_attributes_count": 1])
    }
}
