import Foundation

/// Turns the small segments that commits leave behind into sealed ones, on a thread of its own.
///
/// It reads and encodes; only the writer puts the result in place, so an append never waits for more than
/// that one short transaction. Dying at any moment leaves either the small segments or the merged one.
final class SegmentMerger: Sendable {
    private let reader: LogReader
    private let queue: WriteQueue
    private let wake = DispatchSemaphore(value: 0)

    init(path: String, queue: WriteQueue) throws(StorageError) {
        reader = try LogReader(path: path)
        self.queue = queue
    }

    /// Says that enough small segments may have gathered.
    func nudge() { wake.signal() }

    /// Works until the writer is gone.
    ///
    /// Runs on a thread of its own.
    func run(while isOpen: @Sendable () -> Bool) {
        while isOpen() {
            wake.wait()
            guard isOpen() else { return }
            // A damaged segment must not stop the log: it stays as it is, and `log verify` reports it.
            guard let merged = try? merge() else { continue }
            queue.add(merged: merged)
        }
    }

    /// The next full segment out of the small ones; nil where they hold too few events.
    func merge() throws(StorageError) -> Segment? {
        let small = try reader.unsealed()
        guard let group = Self.plan(small.map { $0.first.value...$0.last.value }) else { return nil }
        var events: [RecordedEvent] = []
        for segment in small[group] { events += try SegmentCodec.decode(segment) }
        return try SegmentCodec.encode(events, sealed: true, with: try Deflater(level: 1))
    }

    /// Which of the small segments, by their positions, make the next sealed one: the fewest first ones that
    /// fill it, or all up to a gap (a sealed segment lies there, so they will never be more); else nil.
    static func plan(_ spans: [ClosedRange<UInt64>]) -> Range<Int>? {
        var total = 0
        for (index, span) in spans.enumerated() {
            if index > 0, span.lowerBound != spans[index - 1].upperBound + 1 { return 0..<index }
            total += span.count
            if total >= Segment.sealedCount { return 0..<index + 1 }
        }
        return nil
    }
}
