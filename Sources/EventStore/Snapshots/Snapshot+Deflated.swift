extension Snapshot {
    /// A snapshot whose data is kept compressed (raw deflate, level 1, after its size and its CRC-32, eight bytes each).
    ///
    /// - Throws: where there is no memory.
    public init(name: String, position: Position, schema: String, deflating data: [UInt8]) throws(StorageError) {
        var stored = ByteWriter()
        stored.append(fixed: UInt64(data.count))
        stored.append(fixed: UInt64(CRC32.of(data)))
        stored.append(raw: try Deflater(level: 1).compress(data))
        self.init(name: name, position: position, schema: schema, data: stored.bytes)
    }

    /// The data that was given to ``init(name:position:schema:deflating:)``.
    ///
    /// - Throws: where the stored bytes are not what was written.
    public func inflated() throws(StorageError) -> [UInt8] {
        var reader = ByteReader(data)
        let size = try reader.fixed()
        let checksum = try reader.fixed()
        // What deflate makes of a byte is at most a thousand bytes: a damaged size must not ask for all the memory there is.
        guard size <= UInt64(data.count) * 1100 + 1100 else { throw StorageError("the snapshot '\(name)' is damaged") }
        let inflated = try Inflater.inflate(data[reader.index...], size: Int(size))
        guard UInt64(CRC32.of(inflated)) == checksum else {
            throw StorageError("the snapshot '\(name)' is damaged")
        }
        return inflated
    }
}
