@testable import OTLP

/// Builds the bodies of exports field by field.
enum Wire {
    static func bytes(_ body: (inout ProtobufWriter) -> Void) -> [UInt8] {
        var writer = ProtobufWriter()
        body(&writer)
        return writer.bytes
    }

    /// A whole export of one resource and one scope.
    static func export(
        service: String = "shop", _ records: [[UInt8]], resource: [[UInt8]] = [], scope: [UInt8] = []
    ) -> [UInt8] {
        bytes { request in
            request.message(1) { part in
                part.message(1) { attributes in
                    if !service.isEmpty { attributes.block(1, text("service.name", service)) }
                    for attribute in resource { attributes.block(1, attribute) }
                }
                part.message(2) { inner in
                    inner.block(1, scope)
                    for record in records { inner.block(2, record) }
                }
            }
        }
    }

    /// A span with ids and times, and whatever else `body` writes.
    static func span(
        trace: [UInt8] = Array(1...16), span: [UInt8] = Array(1...8), start: UInt64 = 1_790_000_000_000_001_000,
        end: UInt64 = 1_790_000_000_000_002_000, name: String = "work",
        _ body: (inout ProtobufWriter) -> Void = { _ in }
    ) -> [UInt8] {
        bytes { writer in
            writer.block(1, trace)
            writer.block(2, span)
            writer.text(5, name)
            writer.fixed64(7, start)
            writer.fixed64(8, end)
            body(&writer)
        }
    }

    /// A `KeyValue`; `value` writes the content of its `AnyValue`.
    static func attribute(_ key: String, _ value: (inout ProtobufWriter) -> Void) -> [UInt8] {
        bytes { pair in
            pair.text(1, key)
            pair.message(2, value)
        }
    }

    static func text(_ key: String, _ value: String) -> [UInt8] { attribute(key) { $0.block(1, Array(value.utf8)) } }
}
