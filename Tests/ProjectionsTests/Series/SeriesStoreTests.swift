import EventStore
import TestKit
import Testing

@testable import Projections
@testable import PromQL

@Suite("The store of series")
struct SeriesStoreTests {
    private let small = SeriesLimits(blockRows: 150, blockSamples: 2000)

    private func recorded(_ store: SeriesStore, asOf position: UInt64 = .max) -> RecordedSeries {
        RecordedSeries(
            position: Position(position), index: store.registry.index, sources: store.sources, limits: store.limits,
            cache: BlockCache(limit: 0))
    }

    private func samples(_ series: RecordedSeries, from: Int64, to: Int64) throws -> [Labels: Samples] {
        let all = SeriesSelection(matchers: [try Matcher("__name__", .matches, ".+")], from: from, to: to)
        let found = try series.select(all).map { ($0.labels, try $0.load()) }
        return Dictionary(uniqueKeysWithValues: found)
    }

    @Test("gives what was put in, in order, of two at one time the first, as of any position", arguments: 0..<30)
    func model(seed: Int) throws {
        var random = RandomRows(seed: seed)
        var store = SeriesStore(small)
        var plain = PlainSeries()
        for _ in 0..<1500 {
            let rows = random.next()
            store.append(rows, at: Timestamp(nanoseconds: 0))
            plain.append(rows)
        }
        #expect(store.headings.count > 2)
        let times = plain.rows.map { $0.row.time }
        let last = plain.rows.last?.row.position.value ?? 0
        let (low, high) = (times.min() ?? 0, times.max() ?? 0)
        for (from, to, position) in [
            (Int64.min, Int64.max, UInt64.max), (low + (high - low) / 3, high - (high - low) / 4, last / 2),
            (high - 200_000, high, last), (low, low + 100_000, last / 3),
            (high / 2 + low / 2, high / 2 + low / 2, last),
        ] {
            let found = try samples(recorded(store, asOf: position), from: from, to: to)
            for labels in plain.labels {
                let expected = plain.samples(labels, from: from, to: to, asOf: position)
                let given = found[labels] ?? Samples()
                #expect(given == expected, "\(labels) from \(from) to \(to) as of \(position)")
            }
        }
    }

    @Test("names the series known at a position, and the event behind a sample")
    func evidence() throws {
        var random = RandomRows(seed: 3)
        var store = SeriesStore(small)
        var plain = PlainSeries()
        for _ in 0..<600 {
            let rows = random.next()
            store.append(rows, at: Timestamp(nanoseconds: 0))
            plain.append(rows)
        }
        for position: UInt64 in [1, 4, 40, 600] {
            let known = Set(
                plain.rows.filter { $0.row.position.value <= position }.flatMap { $0.row.samples.map(\.labels) })
            #expect(Set(try recorded(store, asOf: position).series([])) == known)
        }
        let row = plain.rows[300].row
        for sample in row.samples {
            let found = try recorded(store).evidence(for: sample.labels, at: row.time)
            #expect(found.contains(row.position))
        }
        let names = try recorded(store).labelNames()
        #expect(names == ["__name__", "n", "source"])
        let matcher = [[Matcher("source", equals: "1")]]
        #expect(try recorded(store).labelValues(of: "n", matcher) == (0..<8).map(String.init))
        #expect(throws: SeriesError.tooMany(limit: 3)) { try recorded(store).series([], limit: 3) }
    }

    @Test("is the same folded at once, in parts, or stored and read between", arguments: 0..<6)
    func stored(seed: Int) throws {
        var random = RandomRows(seed: seed)
        let rows = (0..<900).map { _ in random.next() }
        var once = SeriesStore(small)
        for event in rows { once.append(event, at: Timestamp(nanoseconds: 0)) }
        var parts = SeriesStore(small)
        for (place, event) in rows.enumerated() {
            if place.isMultiple(of: 170) {
                let writer = SnapshotWriter()
                try parts.write(to: writer)
                var restored = SeriesStore(small)
                try restored.read(from: SnapshotReader(writer.bytes[...]))
                // The bytes of blocks are stored apart.
                for source in parts.sources.indices {
                    for block in parts.sources[source].blocks.indices {
                        restored.sources[source].blocks[block].contents = parts.sources[source].blocks[block].contents
                    }
                }
                parts = restored
            }
            parts.append(event, at: Timestamp(nanoseconds: 0))
        }
        let (one, other) = (SnapshotWriter(), SnapshotWriter())
        try once.write(to: one)
        try parts.write(to: other)
        #expect(one.bytes == other.bytes)
        #expect(try samples(recorded(once), from: .min, to: .max) == samples(recorded(parts), from: .min, to: .max))
        for block in once.sources.flatMap(\.blocks) {
            let contents = try #require(block.contents)
            let read = try #require(BlockContents(contents.bytes))
            #expect(read.times == contents.times && read.positions == contents.positions)
            #expect(read.columns == contents.columns && read.firstStrips == contents.firstStrips)
        }
    }

    @Test("folds series beyond the limit into one whose totals stay true")
    func overflow() throws {
        var store = SeriesStore(SeriesLimits(labelSets: 3))
        for event in 1...4 {
            let samples = (0..<10).flatMap { n -> [SampleRow.Sample] in
                [
                    SampleRow.Sample(
                        ["__name__": "c_total", "job": "j", "n": "\(n)"], Double(event * n), isTotal: true),
                    SampleRow.Sample(["__name__": "g", "n": "\(n)"], Double(event * n), isTotal: false),
                    SampleRow.Sample(["__name__": "h_bucket", "le": "1", "n": "\(n)"], 1, isTotal: true),
                    SampleRow.Sample(["__name__": "h_bucket", "le": "+Inf", "n": "\(n)"], 2, isTotal: true),
                ]
            }
            store.append(
                [
                    SampleRow(
                        source: "s", time: Int64(event) * 1000, position: Position(UInt64(event)), samples: samples,
                        isWhole: true)
                ], at: Timestamp(nanoseconds: 0))
        }
        let found = try samples(recorded(store), from: .min, to: .max)
        let flag = SeriesRegistry.overflow
        #expect(found.count == 3 + 1 + 3 + 1 + 6 + 2)
        #expect(found[["__name__": "c_total", "job": "j", flag: "true"]]?.values == [42, 84, 126, 168])
        #expect(found[["__name__": "g", flag: "true"]]?.values == [9, 18, 27, 36])
        #expect(found[["__name__": "h_bucket", "le": "+Inf", flag: "true"]]?.values == [14, 14, 14, 14])
    }

    @Test("drops the oldest blocks beyond age and bytes, and forgets series that are nowhere else")
    func retention() throws {
        var store = SeriesStore(SeriesLimits(blockRows: 10, age: 600_000))
        for event in 0..<200 {
            let labels: Labels = ["__name__": "x", "era": "\(event / 50)"]
            let time = Timestamp(seconds: Double(event) * 15)
            let row = SampleRow(
                source: "s", time: time.milliseconds, position: Position(UInt64(event + 1)),
                samples: [SampleRow.Sample(labels, 1, isTotal: true)], isWhole: true)
            store.append([row], at: time)
        }
        let eras = try recorded(store).labelValues(of: "era")
        #expect(eras == ["2", "3"])
        #expect(store.headings.allSatisfy { $0.maxTime > (200 - 10) * 15_000 - 600_000 - 1 })
        #expect(!store.removed.isEmpty)
        #expect(store.sealedBytes == store.headings.reduce(0) { $0 + $1.bytes })
        var tight = SeriesStore(SeriesLimits(blockRows: 10, bytes: 300))
        for event in 0..<200 {
            let row = SampleRow(
                source: "s\(event % 2)", time: Int64(event), position: Position(UInt64(event + 1)),
                samples: [SampleRow.Sample(["__name__": "x"], Double(event), isTotal: true)], isWhole: true)
            tight.append([row], at: Timestamp(nanoseconds: 0))
        }
        #expect(tight.sealedBytes <= 300 && !tight.headings.isEmpty)
    }
}
