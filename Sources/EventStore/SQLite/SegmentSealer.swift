import Dispatch
import Foundation
import Synchronization

/// Turns events into sealed segments, on a thread of its own in the background, or at once for the writer.
///
/// It reads memory and encodes; only the writer puts the result in place, so an append never waits for more than
/// that one short transaction. Dying at any moment leaves either the frames or the segments.
final class SegmentSealer: Sendable {
    private let wake = DispatchSemaphore(value: 0)
    private let isNudged = Atomic<Bool>(false)
    /// The position through which the writer was handed segments.
    private let handedOver = Mutex(Position.start)
    private let level: Int32
    private let keys: SubjectKeys
    /// Those that nobody uses now.
    private let encoders = Mutex<[SegmentEncoder]>([])
    /// The most events that are sealed before the writer has looked at the first of them: it may have to put them aside.
    private static let reach = 4 * Segment.sealedCount

    /// - Parameter level: of compression, 1 (fast) to 12 (small).
    init(level: Int32, keys: SubjectKeys) {
        self.level = level
        self.keys = keys
    }

    /// Says that enough events may have gathered.
    func nudge() {
        if !isNudged.exchange(true, ordering: .sequentiallyConsistent) { wake.signal() }
    }

    /// Works until the writer is gone.
    ///
    /// Runs on a thread of its own.
    ///
    /// - Parameter writeOut: called after each segment: what is written at once holds up others as long.
    func run(_ contents: LogContents, _ queue: WriteQueue, writeOut: () -> Void, while isOpen: () -> Bool) {
        while isOpen() {
            wake.wait()
            isNudged.store(false, ordering: .sequentiallyConsistent)
            guard isOpen() else { return }
            var breath = Breath()
            var segment: Segment?
            repeat {
                contents.letGo { breath.take() }
                // What cannot be sealed stays in its frames, which are as good; the next nudge tries again.
                segment = try? sealNext(of: contents, &breath)
                if let segment {
                    writeOut()
                    handedOver.withLock { $0 = segment.last }
                    queue.add(sealed: [segment])
                }
            } while segment != nil
        }
    }

    /// Lets go of what encoding works with: nothing is sealed for a while.
    func rest() { encoders.withLock { $0 = [] } }

    /// Says that the writer could not put all in place that it was handed, or had sealed it itself.
    func takeBack() { handedOver.withLock { $0 = .start } }

    /// One segment at a time, as soon as its events are there: they are still in the processor's cache.
    ///
    /// On this thread alone: more of them would take turns with those who append.
    private func sealNext(of contents: LogContents, _ breath: inout Breath) throws(StorageError) -> Segment? {
        let start = handedOver.withLock { $0 }
        guard start.value < contents.sealedThrough.value + UInt64(Self.reach) else { return nil }
        let events = contents.unsealed(after: start, limit: Segment.sealedCount)
        guard events.count == Segment.sealedCount else { return nil }
        var cut = SegmentCut()
        let end = events.indices.first { cut.isFull(adding: events[$0]) } ?? events.endIndex - 1
        return try encode(events[...end]) { breath.take() }.get()
    }

    /// Seals full segments on other threads, as many at once as can be.
    func line() -> SealingLine { SealingLine { [self] in encode($0) } }

    /// Seals full segments off the front of some events; the last ones, too few for a segment, are left.
    func seal(_ events: ArraySlice<RecordedEvent>) throws(StorageError) -> [Segment] {
        var line = line()
        line.add(events)
        return try line.each { _ in }
    }

    /// Seals the rest, however few events it is.
    func sealLast(_ events: ArraySlice<RecordedEvent>) throws(StorageError) -> Segment { try encode(events).get() }

    private func encode(
        _ events: ArraySlice<RecordedEvent>, pause: () -> Void = {}
    ) -> Result<Segment, StorageError> {
        do throws(StorageError) {
            let encoder = try encoder()
            defer { encoders.withLock { $0.append(encoder) } }
            return .success(try encoder.encode(events, keys: keys, pause: pause))
        } catch {
            return .failure(error)
        }
    }

    private func encoder() throws(StorageError) -> SegmentEncoder {
        if let free = encoders.withLock({ $0.popLast() }) { return free }
        return try SegmentEncoder(level: level)
    }
}
