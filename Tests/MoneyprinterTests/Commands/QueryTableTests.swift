import EventStore
import Testing

@testable import moneyprinter

@Suite("What the query command prints")
struct QueryTableTests {
    @Test("is a line a series, with the values in one column")
    func table() {
        let data: JSON = [
            "resultType": "vector",
            "result": [
                ["metric": ["__name__": "calls_total", "tool": "echo"], "value": [1, "12"]],
                ["metric": [:], "value": [1, "0.5"]],
            ],
        ]
        #expect(QueryTable.text(data) == "calls_total{tool=\"echo\"}  12\n{}                        0.5")
    }

    @Test("is a chart of a span of time, from the least to the most")
    func chart() {
        #expect(SeriesChart.text([0, 1, 2, 3]) == "▁▃▆█  min 0  max 3  last 3")
        #expect(SeriesChart.text([5, 5]) == "▁▁  min 5  max 5  last 5")
        #expect(SeriesChart.text([.nan, 1, 2]) == " ▁█  min 1  max 2  last 2")
        #expect(SeriesChart.text([.nan]) == "no numbers")
        #expect(SeriesChart.text((0..<600).map(Double.init)).prefix { $0 != " " }.count == SeriesChart.width)
    }

    @Test("says so where nothing was found, and shows a number as it is")
    func others() {
        #expect(QueryTable.text(["resultType": "vector", "result": []]) == "no series")
        #expect(QueryTable.text(["resultType": "scalar", "result": [4, "2"]]) == "2")
    }
}
