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
    /// Whether the writer has not looked yet at the segments that it was handed: their events would be sealed once more.
    private let isWaiting = Atomic<Bool>(false)
    private let level: Int32
    private let keys: SubjectKeys
    /// Those that nobody uses now.
    private let encoders = Mutex<[SegmentEncoder]>([])
    /// The most segments sealed in one go.
    private static let batch = 8

    /// - Parameter level: zlib's, 1 (fast) to 9 (small).
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
    /// - Parameter sync: called after each segment: what is written at once holds up others as long.
    func run(_ contents: LogContents, _ queue: WriteQueue, sync: () -> Void, while isOpen: () -> Bool) {
        while isOpen() {
            wake.wait()
            isNudged.store(false, ordering: .sequentiallyConsistent)
            guard isOpen() else { return }
            var breath = Breath()
            contents.letGo { breath.take() }
            guard !isWaiting.load(ordering: .sequentiallyConsistent) else { continue }
            let events = contents.unsealed(limit: Self.batch * Segment.sealedCount)
            // What cannot be sealed stays in its frames, which are as good; the next nudge tries again.
            guard events.count >= Segment.sealedCount, let segments = try? sealInTurn(events, &breath, sync) else {
                continue
            }
            isWaiting.store(true, ordering: .sequentiallyConsistent)
            queue.add(sealed: segments)
        }
    }

    /// Lets go of what encoding works with: nothing is sealed for a while.
    func rest() { encoders.withLock { $0 = [] } }

    /// Says that the writer has put the segments in place, or could not.
    func settled() { isWaiting.store(false, ordering: .sequentiallyConsistent) }

    /// On this thread alone: more of them would take turns with those who append.
    private func sealInTurn(
        _ events: ArraySlice<RecordedEvent>, _ breath: inout Breath, _ sync: () -> Void
    ) throws(StorageError) -> [Segment] {
        var segments: [Segment] = []
        for cut in Self.cut(events) {
            segments.append(try encode(events[cut]) { breath.take() }.get())
            sync()
        }
        return segments
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

    private static func cut(_ events: ArraySlice<RecordedEvent>) -> [Range<Int>] {
        var cuts: [Range<Int>] = []
        var (cut, start) = (SegmentCut(), events.startIndex)
        for index in events.indices where cut.isFull(adding: events[index]) {
            cuts.append(start..<index + 1)
            start = index + 1
        }
        return cuts
    }
}
