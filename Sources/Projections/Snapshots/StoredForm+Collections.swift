extension Optional: StoredForm where Wrapped: Codable {
    func store(in writer: SnapshotWriter) throws {
        writer.append(self != nil)
        if let self { try writer.append(value: self) }
    }

    static func restore(from reader: SnapshotReader) throws -> Wrapped? {
        try reader.flag() ? try reader.value(Wrapped.self) : nil
    }

    static func describe(to shape: SnapshotShape) throws -> Wrapped? {
        shape.append("?")
        return try shape.value(Wrapped.self)
    }
}

extension Array: StoredForm where Element: Codable {
    func store(in writer: SnapshotWriter) throws {
        writer.append(UInt64(count))
        for element in self { try writer.append(value: element) }
    }

    static func restore(from reader: SnapshotReader) throws -> [Element] {
        let count = try reader.count()
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try reader.value(Element.self)) }
        return elements
    }

    static func describe(to shape: SnapshotShape) throws -> [Element] {
        shape.append("[")
        _ = try shape.value(Element.self)
        shape.append("]")
        return []
    }
}

extension Set: StoredForm where Element: Codable {
    /// In the order of the elements' bytes, which no hash has a say in.
    func store(in writer: SnapshotWriter) throws {
        writer.append(UInt64(count))
        let elements = try map { try SnapshotCodec.bytes($0) }
        for index in StoredOrder.of(elements) { writer.append(raw: elements[index]) }
    }

    static func restore(from reader: SnapshotReader) throws -> Set<Element> {
        Set(try [Element].restore(from: reader))
    }

    static func describe(to shape: SnapshotShape) throws -> Set<Element> {
        shape.append("set")
        return Set(try [Element].describe(to: shape))
    }
}

extension Dictionary: StoredForm where Key: Codable, Value: Codable {
    /// In the order of the keys' bytes, which no hash has a say in.
    func store(in writer: SnapshotWriter) throws {
        writer.append(UInt64(count))
        let keys = try self.keys.map { try SnapshotCodec.bytes($0) }
        let places = Array(indices)
        for index in StoredOrder.of(keys) {
            writer.append(raw: keys[index])
            try writer.append(value: self[places[index]].value)
        }
    }

    static func restore(from reader: SnapshotReader) throws -> [Key: Value] {
        let count = try reader.count()
        var entries = [Key: Value](minimumCapacity: count)
        for _ in 0..<count {
            let key = try reader.value(Key.self)
            entries[key] = try reader.value(Value.self)
        }
        return entries
    }

    static func describe(to shape: SnapshotShape) throws -> [Key: Value] {
        shape.append("[")
        _ = try shape.value(Key.self)
        shape.append(":")
        _ = try shape.value(Value.self)
        shape.append("]")
        return [:]
    }
}

/// The order in which elements and keys are stored.
private enum StoredOrder {
    /// The indexes of some texts by their bytes.
    ///
    /// Of bytes alone: sorting whole entries, of any type, took half the time of storing them.
    static func of(_ texts: [[UInt8]]) -> [Int] {
        texts.indices.sorted { texts[$0].lexicographicallyPrecedes(texts[$1]) }
    }
}
