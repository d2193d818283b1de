import EventStore

extension ReadModels {
    /// Tells stored values of these projections from those of other builds and other projections.
    ///
    /// - Throws: where a projection has a property without a stored form.
    func schema() throws -> String {
        var schema = SnapshotSchema()
        schema.add("read models 1")
        for projection in projections { try Self.describe(projection, in: &schema) }
        return schema.text
    }

    /// All values with their position; the same bytes for the same state.
    func stored() throws -> [UInt8] {
        let writer = SnapshotWriter()
        writer.append(position.value)
        try writer.append(value: time)
        for value in values {
            writer.append(type(of: value).name)
            writer.append(block: try SnapshotCodec.bytes(value))
        }
        return writer.bytes
    }

    /// The state that ``stored()`` wrote.
    func restored(from bytes: [UInt8]) throws -> ReadModels {
        let contents = try Contents(bytes)
        let values = try projections.map { try contents.value($0) }
        return ReadModels(like: self, values: values, position: contents.position, time: contents.time)
    }

    /// What ``stored()`` wrote, with the values of these projections in it; nil where it holds the very same.
    func mended(_ bytes: [UInt8]) throws -> [UInt8]? {
        var contents = try Contents(bytes)
        guard try contents.put(blocks()) else { return nil }
        return try contents.bytes()
    }

    private static func describe<P: Projection>(_ projection: P.Type, in schema: inout SnapshotSchema) throws {
        try schema.add(P.name, version: P.version, first: P())
        for type in P.consumes { schema.add(type.type.name) }
    }

    /// Stored projections by name, not yet decoded.
    private struct Contents {
        let position: Position
        let time: Timestamp?
        private var names: [String] = []
        private var blocks: [String: ArraySlice<UInt8>] = [:]

        init(_ bytes: [UInt8]) throws {
            let reader = SnapshotReader(bytes[...])
            position = Position(try reader.number())
            time = try reader.value(Timestamp?.self)
            while !reader.isAtEnd {
                let name = try reader.text()
                names.append(name)
                blocks[name] = try reader.block()
            }
        }

        /// Whether anything is other than it was.
        mutating func put(_ others: [(name: String, bytes: [UInt8])]) -> Bool {
            var isChanged = false
            for (name, bytes) in others where blocks[name].map({ $0 != bytes[...] }) ?? false {
                blocks[name] = bytes[...]
                isChanged = true
            }
            return isChanged
        }

        /// As ``ReadModels/stored()`` writes it.
        func bytes() throws -> [UInt8] {
            let writer = SnapshotWriter()
            writer.append(position.value)
            try writer.append(value: time)
            for name in names {
                writer.append(name)
                writer.append(block: Array(blocks[name] ?? []))
            }
            return writer.bytes
        }

        func value<P: Projection>(_ type: P.Type) throws -> any Projection {
            guard let block = blocks[P.name] else { throw SnapshotError.damaged }
            return try SnapshotCodec.value(P.self, from: block)
        }
    }
}
