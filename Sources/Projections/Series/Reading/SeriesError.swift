/// Why samples could not be read.
public enum SeriesError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Blocks that are stored but not in memory: ``SeriesHost/evaluate(asOf:_:)`` reads them and asks again.
    case notLoaded(blocks: [String])
    /// A stored block has gone or is damaged; the series are being derived anew from the log.
    case rebuilding
    /// The label sets asked for are more than the limit.
    case tooMany(limit: Int)

    public var description: String {
        switch self {
        case .notLoaded(let blocks): "\(blocks.count) blocks of samples are not in memory"
        case .rebuilding: "stored samples are gone: the series are being derived anew from the log"
        case .tooMany(let limit): "more series than the limit (limit: series = \(limit))"
        }
    }
}
