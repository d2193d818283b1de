/// The library that made some records: OpenTelemetry's instrumentation scope.
struct ScopeText {
    /// As JSON text in quotes; empty for none.
    private(set) var name = JSONBytes()
    private(set) var version = JSONBytes()

    init(_ block: ProtobufReader.Block?, limits: OTLPLimits, _ notes: inout DecodeNotes) throws(OTLPError) {
        var reader = ProtobufReader(block ?? .empty)
        while let tag = try reader.tag() {
            switch tag {
            case .block(1): Self.read(try reader.block(), to: &name, limits, &notes)
            case .block(2): Self.read(try reader.block(), to: &version, limits, &notes)
            default: try reader.skip(tag)
            }
        }
    }

    private static func read(
        _ text: ProtobufReader.Block, to output: inout JSONBytes, _ limits: OTLPLimits, _ notes: inout DecodeNotes
    ) {
        output.removeAll()
        guard !text.isEmpty else { return }
        output.text(text, limit: limits.valueBytes, &notes)
    }
}
