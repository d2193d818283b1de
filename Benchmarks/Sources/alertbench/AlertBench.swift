import Alerting
import EventStore
import Foundation
import Projections

/// `alertbench RULES SERIES TICKS all|none`: CPU of so many rules over so many samples, as one line of JSON.
///
/// Each rule reads a gauge of so many label sets, which is sent again before every tick, or (`none`) a total of calls
/// that stands still: the ticks come to all rules untouched. One more rule fires at the very end, so that the end can be
/// seen in the log; with it there may be no more rules than the service takes, 1,000.
@main
struct AlertBench {
    static func main() async throws {
        let words = CommandLine.arguments.dropFirst()
        let numbers = words.prefix(3).compactMap { Int($0) }
        guard words.count == 4, numbers.count == 3 else {
            FileHandle.standardError.write(Data("usage: alertbench RULES SERIES TICKS all|none\n".utf8))
            exit(2)
        }
        let past = RecordedPast(
            rules: numbers[0], series: numbers[1], ticks: numbers[2], touchesAll: words.last == "all")
        print(try await past.measure().text)
    }
}
