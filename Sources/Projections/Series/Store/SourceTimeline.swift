/// All rows of one source: sealed blocks, then the block that grows.
struct SourceTimeline: Sendable {
    let name: String
    var open = OpenBlock()
    /// In the order of the log.
    var blocks: [SealedBlock] = []

    init(name: String) { self.name = name }
}

/// A sealed block; its bytes are at hand until they have been stored.
struct SealedBlock: Sendable {
    let heading: BlockHeading
    var contents: BlockContents?
}
