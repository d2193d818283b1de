import EventStore
import Synchronization
import Testing

@testable import MCPService

@Suite("Progress that always rises")
struct ProgressReportsTests {
    @Test("News that is none is left out, and a sign of life is just above the last value")
    func rises() {
        let sent = Mutex<[Double]>([])
        let reports = ProgressReports { value, _ in sent.withLock { $0.append(value) } }
        reports.tell(0, "a")
        reports.tell(0, "a")
        reports.beat(0, "a")
        reports.tell(0.5, "b")
        reports.beat(0.4, "b")
        reports.tell(0.5, "b")
        reports.tell(1, "c")
        reports.beat(1, "c")
        let values = sent.withLock { $0 }
        #expect(values.first == 0 && values.last == 1 && values.count == 5)
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
    }
}
