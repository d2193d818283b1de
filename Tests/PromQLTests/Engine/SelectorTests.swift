import PromQL
import Testing

@Suite("Selectors in time")
struct SelectorTests {
    private let engine: QueryEngine

    init() throws {
        engine = QueryEngine(
            source: try MemorySource([
                "up{job=\"api\"}": [0, 1, 2, 3, 4, 5], "up{job=\"web\"}": [10, 11, .staleMarker, nil, 14],
                "old": [1],
            ]))
    }

    @Test("a sample stands until a newer one, for five minutes at most and including the last moment")
    func lookback() throws {
        #expect(try engine.value("old", at: 299) == 1)
        #expect(try engine.value("old", at: 300) == 1)
        #expect(try engine.value("old", at: 301) == nil)
        #expect(try engine.value("up{job=\"api\"}", at: 119) == 1)
        #expect(try engine.value("up", at: -1) == nil)
    }

    @Test("Prometheus 3 leaves out the first moment of a range")
    func leftOpen() throws {
        var options = QueryOptions()
        options.dialect = .prometheus3
        let open = QueryEngine(source: try MemorySource(["old": [1], "two": [1, 2, 3]]), options: options)
        #expect(try open.value("old", at: 300) == nil)
        #expect(try open.value("old", at: 299) == 1)
        #expect(try open.value("count_over_time(two[1m])", at: 60) == 1)
        #expect(try engine.value("count_over_time(up{job=\"api\"}[1m])", at: 60) == 2)
    }

    @Test("a stale marker ends a series at once, and range vectors do not see it")
    func staleness() throws {
        #expect(try engine.value("up{job=\"web\"}", at: 119) == 11)
        #expect(try engine.value("up{job=\"web\"}", at: 120) == nil)
        #expect(try engine.value("up{job=\"web\"}", at: 240) == 14)
        #expect(try engine.value("count_over_time(up{job=\"web\"}[10m])", at: 240) == 3)
    }

    @Test("offsets look back and ahead, and @ fixes the time before the offset")
    func modifiers() throws {
        #expect(try engine.value("up{job=\"api\"} offset 2m", at: 240) == 2)
        #expect(try engine.value("up{job=\"api\"} offset -1m", at: 60) == 2)
        #expect(try engine.value("up{job=\"api\"} @ 180", at: 9999) == 3)
        #expect(try engine.value("up{job=\"api\"} @ 180 offset 1m", at: 9999) == 2)
        #expect(try engine.value("up{job=\"api\"} offset 1m @ 180", at: 9999) == 2)
        #expect(try engine.value("sum_over_time(up{job=\"api\"}[1m] @ 120)", at: 9999) == 3)
    }

    @Test("start() and end() are the bounds of the whole query, also within a subquery")
    func bounds() throws {
        let series = try engine.range(
            "up{job=\"api\"} @ end() - up{job=\"api\"} @ start()", from: 60_000, to: 240_000, step: 60_000)
        #expect(series.map(\.samples.values) == [[3, 3, 3, 3]])
        let inner = try engine.range(
            "max_over_time((up{job=\"api\"} @ end())[1m:30s])", from: 60_000, to: 120_000, step: 60_000)
        #expect(inner.map(\.samples.values) == [[2, 2]])
    }

    @Test("matchers choose series, and a missing label has the empty value")
    func matchers() throws {
        #expect(try engine.values("up{job!=\"web\"}", at: 0).count == 1)
        #expect(try engine.values("{job=~\"a.*|web\"}", at: 0).count == 2)
        #expect(try engine.values("{__name__=~\"up|old\",job=\"\"}", at: 0).count == 1)
        #expect(try engine.values("up{job!~\".+\"}", at: 0).isEmpty)
    }

    @Test("an instant query for a range vector gives the samples with their own times")
    func rangeVector() throws {
        let result = try engine.instant("up{job=\"api\"}[2m]", at: 150_000)
        let samples = Samples(timestamps: [60_000, 120_000], values: [1, 2])
        #expect(result == .matrix([try Self.series("up{job=\"api\"}", samples)]))
    }

    private static func series(_ selector: String, _ samples: Samples) throws -> RangeSeries {
        let source = OneSeries(labels: try MemorySource.labels(selector), samples: samples)
        guard
            case .matrix(let series) = try QueryEngine(source: source).instant("{__name__=~\".+\"}[1h]", at: 3_600_000)
        else { throw QueryError.execution("no matrix") }
        return try #require(series.first)
    }

    private struct OneSeries: SeriesSource {
        let labels: Labels
        let samples: Samples

        func select(_ selection: SeriesSelection) throws -> [SelectedSeries] {
            [SelectedSeries(labels: labels, samples: samples)]
        }
    }

    @Test("timestamp() gives the time of the sample, or of the evaluation where there is no selector")
    func timestamps() throws {
        #expect(try engine.value("timestamp(old)", at: 100) == 0)
        #expect(try engine.value("timestamp(up{job=\"api\"} offset 1m)", at: 130) == 60)
        #expect(try engine.value("timestamp(old + 0)", at: 100) == 100)
        #expect(try engine.value("time()", at: 100) == 100)
    }

    @Test("a source is asked for the time that can matter, with what is done to the samples")
    func selection() throws {
        let recorder = Recorder()
        _ = try QueryEngine(source: recorder).range(
            "sum(rate(up[5m] offset 1m)) + max_over_time(old[10m:1m])", from: 3_600_000, to: 7_200_000, step: 60_000)
        let asked = recorder.asked
        #expect(asked.map(\.from) == [3_240_000, 2_700_000])
        #expect(asked.map(\.to) == [7_140_000, 7_200_000])
        #expect(asked.map(\.hints.range) == [300_000, 0])
        #expect(asked.map(\.hints.function) == ["rate", "max_over_time"])
    }
}
