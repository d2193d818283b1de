/// The stored form of read models: compact, and the same for equal values in every process.
package enum SnapshotCodec {
    /// - Throws: `SnapshotError` where something in the value has no stored form.
    package static func bytes(_ value: some Encodable) throws -> [UInt8] {
        let writer = SnapshotWriter()
        try writer.append(value: value)
        if let fault = writer.fault { throw fault }
        return writer.bytes
    }

    /// - Throws: where the bytes are not exactly one value of the type.
    package static func value<T: Decodable>(_ type: T.Type, from bytes: ArraySlice<UInt8>) throws -> T {
        let reader = SnapshotReader(bytes)
        let value = try reader.value(type)
        guard reader.isAtEnd else { throw SnapshotError.damaged }
        return value
    }

    /// What a type stores, in words: equal for two builds only where each can read the other's bytes.
    package static func shape<T: Decodable>(of type: T.Type) throws -> String {
        let shape = SnapshotShape()
        _ = try shape.value(type)
        return shape.text
    }
}
