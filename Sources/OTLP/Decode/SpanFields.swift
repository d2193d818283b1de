/// The fields of a span as they lie in the received bytes, lists apart.
struct SpanFields {
    typealias Block = ProtobufReader.Block

    var trace = Block.empty
    var span = Block.empty
    var parent = Block.empty
    var state = Block.empty
    var name = Block.empty
    var kind: UInt64 = 0
    var start: UInt64 = 0
    var end: UInt64 = 0
    var message = Block.empty
    var code: UInt64 = 0
    var droppedAttributes: UInt64 = 0
    var droppedMoments: UInt64 = 0
    var droppedLinks: UInt64 = 0

    mutating func readStatus(_ block: Block) throws(OTLPError) {
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            switch tag {
            case .block(2): message = try reader.block()
            case .varint(3): code = try reader.varint()
            default: try reader.skip(tag)
            }
        }
    }

    /// As `SpanEnded.Kind` is written.
    var kindText: StaticString {
        switch kind {
        case 2: "server"
        case 3: "client"
        case 4: "producer"
        case 5: "consumer"
        default: "internal"
        }
    }

    /// As `SpanEnded.Status` is written.
    var statusText: StaticString {
        switch code {
        case 1: "ok"
        case 2: "error"
        default: "unset"
        }
    }
}
