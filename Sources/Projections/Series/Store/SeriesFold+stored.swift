import EventStore
import PromQL

/// The stored state: everything but the bytes of sealed blocks, which have snapshots of their own.
extension SeriesFold {
    /// Tells states of these producers from those of other builds.
    ///
    /// - Throws: where a producer has a property without a stored form.
    func schema() throws -> String {
        var schema = SnapshotSchema()
        schema.add("series 1")
        for producer in producers { try Self.describe(producer, in: &schema) }
        return schema.text
    }

    private static func describe<P: SeriesProducer>(_ producer: P, in schema: inout SnapshotSchema) throws {
        try schema.add(P.name, version: P.version, first: producer)
        for type in P.consumes { schema.add(type.type.name) }
    }

    func stored() throws -> [UInt8] {
        let writer = SnapshotWriter()
        writer.append(position.value)
        try writer.append(value: time)
        for producer in producers {
            writer.append(type(of: producer).name)
            writer.append(block: try SnapshotCodec.bytes(producer))
        }
        try store.write(to: writer)
        if let fault = writer.fault { throw fault }
        return writer.bytes
    }

    /// The state that ``stored()`` of a fold of the same producers wrote.
    func restored(from bytes: [UInt8]) throws -> SeriesFold {
        let reader = SnapshotReader(bytes[...])
        let position = Position(try reader.number())
        let time = try reader.value(Timestamp?.self)
        let producers = try self.producers.map { producer in
            guard try reader.text() == type(of: producer).name else { throw SnapshotError.damaged }
            return try Self.producer(like: producer, try reader.block())
        }
        var store = SeriesStore(store.limits)
        try store.read(from: reader)
        guard reader.isAtEnd else { throw SnapshotError.damaged }
        var fold = self
        fold.restore(position: position, time: time, producers: producers, store: store)
        return fold
    }

    private static func producer<P: SeriesProducer>(
        like producer: P, _ block: ArraySlice<UInt8>
    ) throws -> any SeriesProducer { try SnapshotCodec.value(P.self, from: block) }
}
