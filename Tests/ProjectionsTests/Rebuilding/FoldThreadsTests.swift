import EventStore
import Testing

@testable import Projections

@Suite("The threads of long folds")
struct FoldThreadsTests {
    @Test("run what they are given, and its tasks, as work that gives way")
    func givesWay() async throws {
        let found = try await FoldThreads.run {
            let child = await withTaskGroup(of: Bool.self) { group in
                group.addTask { YieldPoint.isActive }
                return await group.next() ?? false
            }
            return [YieldPoint.isActive, child]
        }
        #expect(found == [true, true])
        #expect(!YieldPoint.isActive)
    }
}
