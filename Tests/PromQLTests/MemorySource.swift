import PromQL

/// Series in memory.
///
/// Samples are given by place: the first at 0, then one every `step` milliseconds; nil is a gap.
struct MemorySource: SeriesSource {
    private var series: [SelectedSeries] = []

    init(step: Int64 = 60_000, _ series: KeyValuePairs<String, [Double?]>) throws {
        for (selector, values) in series {
            let present = values.enumerated().compactMap { place, value in value.map { (Int64(place) * step, $0) } }
            add(try Self.labels(selector), Samples(timestamps: present.map(\.0), values: present.map(\.1)))
        }
    }

    mutating func add(_ labels: Labels, _ samples: Samples) {
        series.append(SelectedSeries(labels: labels, samples: samples))
    }

    func select(_ selection: SeriesSelection) throws -> [SelectedSeries] {
        series.filter { series in selection.matchers.allSatisfy { $0.matches(series.labels[$0.name]) } }
    }

    /// The labels that a selector demands.
    static func labels(_ selector: String) throws -> Labels {
        Labels(try Parser.matchers(selector).map { ($0.name, $0.value) })
    }
}

extension QueryEngine {
    /// The values of an instant query by the labels of their series; `at` is in seconds.
    func values(_ query: String, at seconds: Int64) throws -> [String: Double] {
        switch try instant(query, at: seconds * 1000) {
        case .scalar(let value, _): ["": value]
        case .vector(let samples):
            Dictionary(uniqueKeysWithValues: samples.map { ($0.labels.pairs.isEmpty ? "" : "\($0.labels)", $0.value) })
        case .matrix, .string: [:]
        }
    }

    /// The only value of an instant query, nil where there is none or more than one.
    func value(_ query: String, at seconds: Int64) throws -> Double? {
        let values = try values(query, at: seconds)
        return values.count == 1 ? values.values.first : nil
    }

    /// The text of the error that a query ends with.
    func fault(_ query: String, at seconds: Int64 = 0) -> String? {
        do {
            _ = try instant(query, at: seconds * 1000)
            return nil
        } catch {
            return "\(error)"
        }
    }
}

/// Random numbers that are the same for the same seed (SplitMix64).
struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
