/// A stream's name with its hash: most appends begin a stream, which is then looked for in several tables.
///
/// The table compares the hashes first, and so reads no names but the one that is meant.
struct HashedStream: Equatable, Sendable {
    /// As the filters of segments have it.
    let hash: UInt64
    let name: StreamName

    init(_ name: StreamName) {
        self.name = name
        hash = KeyFilter.hash(name)
    }
}
