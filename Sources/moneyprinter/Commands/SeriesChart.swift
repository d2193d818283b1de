import PromQL

/// A chart one line high: a block a value, from the least to the most.
enum SeriesChart {
    /// Values shown at most; of more, each block shows the largest of its share.
    static let width = 60

    private static let blocks = Array("▁▂▃▄▅▆▇█")

    /// The blocks, then the least, the most and the last value.
    static func text(_ values: [Double]) -> String {
        let finite = values.filter(\.isFinite)
        guard let least = finite.min(), let most = finite.max(), let last = values.last else { return "no numbers" }
        let bars = shares(values).map { block($0, least, most) }
        return String(bars) + "  min \(SampleText.format(least))  max \(SampleText.format(most))"
            + "  last \(SampleText.format(last))"
    }

    private static func shares(_ values: [Double]) -> [Double] {
        guard values.count > width else { return values }
        return (0..<width).map { index in
            values[(index * values.count / width)..<((index + 1) * values.count / width)].max() ?? .nan
        }
    }

    private static func block(_ value: Double, _ least: Double, _ most: Double) -> Character {
        guard value.isFinite else { return " " }
        guard most > least else { return blocks[0] }
        return blocks[min(blocks.count - 1, Int((value - least) / (most - least) * Double(blocks.count)))]
    }
}
