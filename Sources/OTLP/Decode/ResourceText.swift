import EventStore

/// What sent a part of an export: the resource's attributes, and the streams they lead to.
struct ResourceText {
    /// The attributes as a JSON object.
    let json: [UInt8]
    let attributes: JSONObject

    /// Reads a resource; nil for none.
    ///
    /// One without `service.name` is called `unknown_service`, as OpenTelemetry has it.
    init(_ block: ProtobufReader.Block?, limits: OTLPLimits, _ notes: inout DecodeNotes) throws(OTLPError) {
        var list = AttributeText(limits: limits)
        var reader = ProtobufReader(block ?? .empty)
        while let tag = try reader.tag() {
            if tag == .block(1) { try list.add(try reader.block(), &notes) } else { try reader.skip(tag) }
        }
        var json = JSONBytes()
        json.raw("{")
        json.raw(list.members.bytes)
        json.raw("}")
        var attributes = (try? JSON(parsing: json.bytes))?.object ?? [:]
        if attributes["service.name"]?.string?.isEmpty ?? true {
            attributes["service.name"] = "unknown_service"
            json.removeAll()
            json.raw(JSON.object(attributes).bytes)
        }
        self.json = json.bytes
        self.attributes = attributes
    }

    /// Where its spans go: `otlp-<service>`.
    var spans: StreamName { StreamName("otlp", service) }

    /// Where its log records go: `logs-<service>`.
    var logs: StreamName { LogRecordEvents.stream(of: service) }

    /// Where its metrics go: `metrics-<service>/<instance>`, as each instance counts for itself.
    var metrics: StreamName {
        let instance = attributes["service.instance.id"]?.string.map { "/\(Self.name($0))" }
        return StreamName("metrics", service + (instance ?? ""))
    }

    private var service: String { Self.name(attributes["service.name"]?.string ?? "unknown_service") }

    /// At most 128 characters that stand well in URLs and on command lines; `_` for any other.
    private static func name(_ text: String) -> String {
        let bytes = text.unicodeScalars.prefix(128).map { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", ":", "/": UInt8(truncatingIfNeeded: scalar.value)
            default: UInt8(ascii: "_")
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
