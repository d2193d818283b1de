import EventStore
import PromQL
import TestKit

@testable import Projections

/// Rows as sources might send them: mostly orderly, sometimes late, doubled, or with series that come and go.
struct RandomRows {
    private var random: SplitMix64
    private var totals: [Labels: Double] = [:]
    private var time: Int64 = 1_767_225_600_000
    private var event: UInt64 = 0
    let isTidy: Bool

    init(seed: Int) {
        random = SplitMix64(seed: UInt64(seed))
        isTidy = seed.isMultiple(of: 3)
    }

    static func labels(_ source: Int, _ series: Int) -> Labels {
        [
            (Labels.metricName, series.isMultiple(of: 2) ? "calls_total" : "heat"),
            ("source", source == 3 ? "2" : "\(source)"), ("n", "\(series)"),
        ].withLabels
    }

    /// The rows of one event.
    mutating func next() -> [SampleRow] {
        event += UInt64(pick(3) + 1)
        time += isTidy ? 15_000 : Int64(pick(40)) * 500
        let source = pick(4)
        let isWhole = source == 0
        return (0..<(isTidy || pick(5) > 0 ? 1 : 3)).map { _ in
            let isLate = !isTidy && pick(8) == 0
            let when = isLate ? time - Int64(pick(400)) * 1000 : time
            let present = (0..<8).filter { isTidy ? $0 < 6 || event.isMultiple(of: UInt64($0)) : $0 < pick(9) + 2 }
            return SampleRow(
                source: "s\(source)", time: when, position: Position(event),
                samples: present.map { sample(Self.labels(source, $0), isTotal: $0.isMultiple(of: 2)) },
                isWhole: isWhole)
        }
    }

    private mutating func sample(_ labels: Labels, isTotal: Bool) -> SampleRow.Sample {
        if isTotal {
            let total = pick(200) == 0 ? 0 : totals[labels, default: 0] + Double(pick(50))
            totals[labels] = total
            return SampleRow.Sample(labels, total, isTotal: true)
        }
        return SampleRow.Sample(labels, pick(50) == 0 ? .nan : Double(pick(1000)) / 7, isTotal: false)
    }

    private mutating func pick(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }
}

extension [(String, String)] {
    var withLabels: Labels { Labels(self) }
}

/// The obvious way to keep samples: what the store is compared with.
struct PlainSeries {
    private(set) var rows: [(row: SampleRow, number: Int)] = []
    private var alive: [String: Set<Labels>] = [:]

    /// Adds the rows of one event, with stale markers where series of a whole source are missing.
    mutating func append(_ event: [SampleRow]) {
        var event = event
        if let last = event.last, last.isWhole {
            let now = Set(event.flatMap { $0.samples.map(\.labels) })
            let gone = alive[last.source, default: []].subtracting(now)
            event[event.count - 1].samples += gone.map { SampleRow.Sample($0, .staleMarker, isTotal: false) }
            alive[last.source] = now
        }
        for row in event { rows.append((row, rows.count)) }
    }

    func samples(_ labels: Labels, from: Int64, to: Int64, asOf position: UInt64) -> Samples {
        var found: [(time: Int64, number: Int, value: Double)] = []
        for (row, number) in rows where row.position.value <= position && row.time >= from && row.time <= to {
            for sample in row.samples where sample.labels == labels { found.append((row.time, number, sample.value)) }
        }
        var samples = Samples()
        for (time, _, value) in found.sorted(by: { ($0.time, $0.number) < ($1.time, $1.number) })
        where samples.timestamps.last != time {
            samples.timestamps.append(time)
            samples.values.append(value)
        }
        return samples
    }

    var labels: Set<Labels> { Set(rows.flatMap { $0.row.samples.map(\.labels) }) }
}
