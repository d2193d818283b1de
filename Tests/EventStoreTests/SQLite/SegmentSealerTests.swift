import Foundation
import Synchronization
import Testing

@testable import EventStore

@Suite("The sealer in the background", .timeLimit(.minutes(5)))
struct SegmentSealerTests {
    /// A sealer on a thread of its own, which counts how often it asks whether it should go on: before and after each wait.
    private final class Working: Sendable {
        let contents = LogContents(tailLimit: 4096)
        let queue = WriteQueue(eventLimit: 10_000, byteLimit: 1 << 20)
        let sealer: SegmentSealer
        let syncs = Atomic(0)
        private let questions = Atomic(0)
        private let isOpen = Atomic(true)

        init() throws {
            sealer = SegmentSealer(level: 1, keys: try SubjectKeys.open(path: ":memory:"))
            let thread = Thread { [self] in
                sealer.run(contents, queue, sync: { syncs.add(1, ordering: .sequentiallyConsistent) }) {
                    questions.add(1, ordering: .sequentiallyConsistent)
                    return isOpen.load(ordering: .sequentiallyConsistent)
                }
            }
            thread.start()
        }

        /// Returns once it has done what it does for the nudge.
        func nudge() async {
            await wait(forQuestions: 1)
            let before = questions.load(ordering: .sequentiallyConsistent)
            sealer.nudge()
            await wait(forQuestions: before + 2)
        }

        private func wait(forQuestions count: Int) async {
            while questions.load(ordering: .sequentiallyConsistent) < count { await Task.yield() }
        }

        func end() {
            isOpen.store(false, ordering: .sequentiallyConsistent)
            sealer.nudge()
        }
    }

    private func events(_ count: Int) -> [RecordedEvent] {
        (1...count).map { number in
            RecordedEvent(
                position: Position(UInt64(number)), time: Timestamp(nanoseconds: 0), stream: StreamName("a", "b"),
                revision: Revision(UInt64(number)), type: "a.done", version: 1, metadata: EventMetadata(),
                payload: Array("{}".utf8))
        }
    }

    @Test("asks the disk after each segment, and hands them over together")
    func together() async throws {
        let working = try Working()
        working.contents.add(events(3000), sealed: [])
        await working.nudge()
        #expect(working.queue.next().sealed.map(\.count) == [1024, 1024])
        #expect(working.syncs.load(ordering: .sequentiallyConsistent) == 2)
        working.end()
    }

    @Test("seals no events again whose segment the writer has not looked at yet")
    func once() async throws {
        let working = try Working()
        working.contents.add(events(1024), sealed: [])
        await working.nudge()
        #expect(working.queue.next().sealed.map(\.count) == [1024])
        await working.nudge()
        #expect(working.queue.isEmpty)
        working.sealer.settled()
        await working.nudge()
        #expect(working.queue.next().sealed.map(\.count) == [1024])
        #expect(working.syncs.load(ordering: .sequentiallyConsistent) == 2, "the disk is asked once a time")
        working.end()
    }
}
