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
        let writes = Atomic(0)
        private let questions = Atomic(0)
        private let isOpen = Atomic(true)

        init() throws {
            sealer = SegmentSealer(level: 1, keys: try SubjectKeys.open(path: ":memory:"))
            let thread = Thread { [self] in
                sealer.run(contents, queue, writeOut: { writes.add(1, ordering: .sequentiallyConsistent) }) {
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

    @Test("has each segment written out and hands it over; what is too little for one is left")
    func eachSegment() async throws {
        let working = try Working()
        working.contents.add(events(3000), sealed: [])
        await working.nudge()
        #expect(working.queue.next().sealed.map(\.last.value) == [1024, 2048])
        #expect(working.writes.load(ordering: .sequentiallyConsistent) == 2)
        working.end()
    }

    @Test("is no more than four segments ahead of the writer")
    func reach() async throws {
        let working = try Working()
        working.contents.add(events(6000), sealed: [])
        await working.nudge()
        let segments = working.queue.next().sealed
        #expect(segments.map(\.first.value) == [1, 1025, 2049, 3073])
        working.contents.add([], sealed: segments.prefix(1).map(\.summary))
        await working.nudge()
        #expect(working.queue.next().sealed.map(\.first.value) == [4097])
        working.end()
    }

    @Test("seals no events again, unless the writer could not put their segment in place")
    func once() async throws {
        let working = try Working()
        working.contents.add(events(1024), sealed: [])
        await working.nudge()
        #expect(working.queue.next().sealed.map(\.count) == [1024])
        await working.nudge()
        #expect(working.queue.isEmpty)
        working.sealer.takeBack()
        await working.nudge()
        #expect(working.queue.next().sealed.map(\.count) == [1024])
        #expect(working.writes.load(ordering: .sequentiallyConsistent) == 2)
        working.end()
    }
}
