import EventStore
import PromQL
import Testing

@testable import Projections

@Suite("A panel filled by its expression")
struct PanelDrawingTests {
    /// Two series over an hour, one of them with a gap.
    private struct Hour: SeriesSource {
        func select(_ selection: SeriesSelection) throws -> [SelectedSeries] {
            [("a", 1.0), ("b", 2.0)].map { name, value in
                SelectedSeries(labels: Labels([("__name__", "m"), ("tool", name)])) {
                    var samples = Samples()
                    for time in stride(from: selection.from / 60_000, through: selection.to / 60_000, by: 1) {
                        guard name == "a" || time != 10 else { continue }
                        samples.timestamps.append(time * 60_000)
                        samples.values.append(value * Double(time))
                    }
                    return samples
                }
            }
        }
    }

    private func draw(_ type: String, _ expression: String, _ target: String = "", _ more: String = "") throws -> JSON {
        let text = PanelText.dashboard(PanelText.panel(1, type, expression, more)).replacing(
            #""refId":"A""#, with: #""refId":"A"\#(target)"#)
        let panel = try #require(DashboardCatalogue.parse(text, file: "x.json").dashboard?.panels.first)
        let start = Timestamp(nanoseconds: 0)
        let range = DashboardRange(from: start, to: start.advanced(bySeconds: 1800), step: 60_000)
        var options = QueryOptions()
        options.lookback = 1000
        return try PanelDrawing(engine: QueryEngine(source: Hour(), options: options), range: range).data(of: panel)
    }

    @Test("shows one number, with how it came about where that is asked for")
    func stat() throws {
        #expect(try draw("stat", "sum(m)") == ["value": 90.0])
        let spark = try draw("stat", "sum(m)", "", #","options":{"graphMode":"area"}"#)
        #expect(spark["value"] == 90.0 && spark["points"]?.array?.count == 30 && spark["points"]?[29] == 90.0)
    }

    @Test("draws a line for each series, named by its legend, with a gap where nothing is")
    func chart() throws {
        let data = try draw("timeseries", "m", #","legendFormat":"tool {{tool}}""#)
        #expect(data["step"] == 60.0 && data["start"] == "1970-01-01T00:01:00.000000Z")
        #expect(data["series"]?.array?.map { $0["name"]?.string } == ["tool a", "tool b"])
        #expect(data["series"]?[0]?["points"]?[9] == 10.0)
        #expect(data["series"]?[1]?["points"]?[8] == 18.0 && data["series"]?[1]?["points"]?[9]?.isNull == true)
    }

    @Test("names a line without the labels that its series lacks")
    func lackingLabel() throws {
        let data = try draw("timeseries", "m", #","legendFormat":"{{tool}} {{ version }} calls""#)
        #expect(data["series"]?.array?.map { $0["name"]?.string } == ["a calls", "b calls"])
    }

    @Test("turns shares of failures into a letter a cell")
    func heartbeat() throws {
        let data = try draw("status-history", "(m - 5) / (m - 5) * (m > 8)  / 16", #","legendFormat":"{{tool}}""#)
        // Of b, which counts in twos: nothing up to 8, nothing in the gap, all from 16.
        #expect(data["rows"]?[1]?["cells"]?.string?.prefix(11) == "....mmmxx.x")
    }

    @Test("makes a row of each set of labels and a column of each expression")
    func table() throws {
        #expect(try draw("table", "m") == ["columns": ["tool", "value"], "rows": [["a", 30.0], ["b", 60.0]]])
    }

    @Test("fills in Grafana's variables")
    func variables() throws {
        #expect(try draw("stat", "count_over_time(m[$__range]) / 10") == ["value": 3.0])
        let sum = try draw("stat", "sum(sum_over_time(m[${__interval}]))")
        #expect(sum == ["value": 177.0])
    }

    @Test("is drawn at whole steps, so that points stay where they are while time goes on", arguments: [0.0, 7, 29])
    func grid(seconds: Double) {
        let now = Timestamp(nanoseconds: 1_000_020_000_000_000).advanced(bySeconds: seconds)
        let range = DashboardRange(from: now.advanced(bySeconds: -3600), to: now)
        #expect(range.step == 30_000 && range.start % 30_000 == 0)
        #expect(range.end == 1_000_020_000 && range.count == 120)
    }

    @Test("never has more points than a screen")
    func limit() {
        let start = Timestamp(nanoseconds: 0)
        let range = DashboardRange(from: start, to: start.advanced(bySeconds: 1e6), step: 1)
        #expect(range.count <= 1001 && range.step == 1_000_000)
    }
}
