/// What is known of a sealed block without its bytes.
struct BlockHeading: Codable, Hashable, Sendable {
    /// Unique in its store; higher for later ones.
    let number: Int
    /// 0 as it was sealed, 1 thinned.
    let level: Int
    let rows: Int
    let samples: Int
    let isSorted: Bool
    let minTime: Int64
    let maxTime: Int64
    let firstPosition: UInt64
    let lastPosition: UInt64
    let bytes: Int
    /// Sorted.
    let series: [SeriesID]

    /// The column of a series; nil where the block has none of it.
    func column(_ id: SeriesID) -> Int? {
        var (low, high) = (0, series.count)
        while low < high {
            let middle = (low + high) / 2
            if series[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low < series.count && series[low] == id ? low : nil
    }
}
