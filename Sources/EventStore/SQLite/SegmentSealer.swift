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
    /// The most segments sealed in one go.
    private static let batch = 8
    /// Payload bytes after which a segment is full, however few its events are.
    private static let byteLimit = 8 << 20

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

    /// Seals full segments off the front of some events, as many at once as can be; the last ones, too few for a segment,
    /// are left.
    func seal(_ events: ArraySlice<RecordedEvent>) throws(StorageError) -> [Segment] {
        let cuts = Self.cut(events)
        let results = Mutex<[Result<Segment, StorageError>?]>(Array(repeating: nil, count: cuts.count))
        DispatchQueue.concurrentPerform(iterations: cuts.count) { index in
            let result = encode(events[cuts[index]])
            results.withLock { $0[index] = result }
        }
        var segments: [Segment] = []
        for result in results.withLock({ $0 }) { if let result { segments.append(try result.get()) } }
        return segments
    }

    /// Seals the rest, however few events it is.
    func sealLast(_ events: ArraySlice<RecordedEvent>) throws(StorageError) -> Segment { try encode(events).get() }

    private func encode(
        _ events: ArraySlice<RecordedEvent>, pause: () -> Void = {}
    ) -> Result<Segment, StorageError> {
        do throws(StorageError) {
            return .success(try SegmentEncoder.encode(events, with: Deflater(level: level), keys: keys, pause: pause))
        } catch {
            return .failure(error)
        }
    }

    private static func cut(_ events: ArraySlice<RecordedEvent>) -> [Range<Int>] {
        var cuts: [Range<Int>] = []
        var start = events.startIndex
        var bytes = 0
        for index in events.indices {
            bytes += events[index].payloadSize
            guard index + 1 - start >= Segment.sealedCount || bytes >= byteLimit else { continue }
            cuts.append(start..<index + 1)
            start = index + 1
            bytes = 0
        }
        return cuts
    }
}
