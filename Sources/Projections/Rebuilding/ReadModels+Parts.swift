import EventStore

extension ReadModels {
    /// Some of these projections, as they are for an empty log.
    func fresh(_ names: [String]) -> ReadModels { ReadModels(projections.filter { names.contains($0.name) }) }

    /// Every event that one of them consumes, up to and including a position.
    func selection(through position: Position) -> Selection {
        let types = Set(projections.flatMap { $0.consumes.map { $0.type.name } })
        return Selection(types: types.sorted().map { TypePattern($0) }, through: position)
    }

    /// Each projection's stored form by its name, in order; the same bytes for the same state.
    func blocks() throws -> [(name: String, bytes: [UInt8])] {
        try values.map { (type(of: $0).name, try SnapshotCodec.bytes($0)) }
    }

    /// The values with what depends on how they came about taken out, such as gaps that removed entries left.
    func canonical() throws -> ReadModels {
        let values = try values.map { try Self.canonical($0) }
        return ReadModels(like: self, values: values, position: position, time: time)
    }

    private static func canonical<P: Projection>(_ value: P) throws -> any Projection {
        try SnapshotCodec.value(P.self, from: try SnapshotCodec.bytes(value)[...])
    }
}
