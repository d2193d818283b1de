/// What the series cost.
public struct SeriesFigures: Equatable, Sendable {
    /// Series that have samples.
    public let series: Int
    /// Samples, sealed or not.
    public let samples: Int
    /// Samples beyond the limits, for which there was not even an overflow series.
    public let dropped: Int
    public let blocks: Int
    /// Bytes of all samples, packed.
    public let bytes: Int

    init(_ store: SeriesStore) {
        let headings = store.headings
        series = store.registry.index.count
        dropped = store.registry.dropped
        blocks = headings.count
        samples = headings.reduce(0) { $0 + $1.samples } + store.sources.reduce(0) { $0 + $1.open.samples }
        bytes = store.sealedBytes + store.sources.reduce(0) { $0 + $1.open.bytes }
    }
}

extension OpenBlock {
    var bytes: Int { rows * 16 + columns.reduce(0) { $0 + $1.packedBytes + $1.tail.count * 8 } }
}
