/// What is known of a snapshot without reading its data.
public struct SnapshotHeading: Hashable, Sendable {
    public let name: String
    public let position: Position
    public let schema: String
    /// Bytes of its data as stored.
    public let bytes: Int

    public init(name: String, position: Position, schema: String, bytes: Int) {
        self.name = name
        self.position = position
        self.schema = schema
        self.bytes = bytes
    }
}

extension SnapshotHeading: Comparable {
    public static func < (left: SnapshotHeading, right: SnapshotHeading) -> Bool {
        (left.position, left.name) < (right.position, right.name)
    }
}

extension Snapshot {
    var heading: SnapshotHeading {
        SnapshotHeading(name: name, position: position, schema: schema, bytes: data.count)
    }
}
