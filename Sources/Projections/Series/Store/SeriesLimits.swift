/// Bounds on what series may cost.
public struct SeriesLimits: Hashable, Sendable {
    /// Series in all; further ones are folded into the overflow series of their metric.
    public var series: Int
    /// Label sets of one metric, apart from `le` and `quantile`; further ones are folded.
    public var labelSets: Int
    /// Sources with a timeline of their own; further ones share one.
    public var sources: Int
    /// Rows of a block before it is sealed.
    public var blockRows: Int
    /// Samples of a block before it is sealed.
    public var blockSamples: Int
    /// Milliseconds from the first to the last row of a block before it is sealed.
    public var blockSpan: Int64
    /// Milliseconds after which samples are thinned to the last of every ``thinnedStep``.
    public var rawAge: Int64
    /// Milliseconds between two samples of thinned history.
    public var thinnedStep: Int64
    /// Milliseconds after which samples are dropped.
    public var age: Int64
    /// Bytes of sealed blocks in all; the oldest are dropped beyond it.
    public var bytes: Int
    /// Bytes of sealed blocks held in memory; others are read when a query wants them.
    public var cacheBytes: Int
    /// Events between two times that the state is stored.
    public var spacing: UInt64

    public static let day: Int64 = 86_400_000

    public init(
        series: Int = 100_000, labelSets: Int = 2000, sources: Int = 1000, blockRows: Int = 4096,
        blockSamples: Int = 262_144, blockSpan: Int64 = day, rawAge: Int64 = 30 * day, thinnedStep: Int64 = 300_000,
        age: Int64 = 400 * day, bytes: Int = 1 << 30, cacheBytes: Int = 16 << 20, spacing: UInt64 = 16_384
    ) {
        self.series = max(1, series)
        self.labelSets = max(1, labelSets)
        self.sources = max(1, sources)
        self.blockRows = max(1, blockRows)
        self.blockSamples = max(1, blockSamples)
        self.blockSpan = max(1, blockSpan)
        self.rawAge = max(1, rawAge)
        self.thinnedStep = max(1, thinnedStep)
        self.age = max(1, age)
        self.bytes = max(1, bytes)
        self.cacheBytes = max(0, cacheBytes)
        self.spacing = max(1, spacing)
    }
}
