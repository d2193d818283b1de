/// A received text as a string.
enum PlainText {
    /// Cut off after `limit` bytes, and repaired where it is not UTF-8.
    static func read(_ block: ProtobufReader.Block, limit: Int, _ notes: inout DecodeNotes) -> String {
        var block = block
        if block.count > limit {
            notes.cut += 1
            block = cut(block, limit)
        }
        if let text = String(validating: block, as: UTF8.self) { return text }
        notes.repaired += 1
        return String(decoding: block, as: UTF8.self)
    }

    /// The longest start of a text of more bytes that ends between two characters.
    static func cut(_ block: ProtobufReader.Block, _ limit: Int) -> ProtobufReader.Block {
        var end = limit
        while end > 0, limit - end < 3, block[end] & 0xC0 == 0x80 { end -= 1 }
        return ProtobufReader.Block(rebasing: block[..<end])
    }
}
