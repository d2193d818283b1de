import Dispatch
import Synchronization

/// Seals full segments on other threads while the writer goes on accepting the events that follow, and on its own
/// once it has no more.
///
/// For one thread. What is left at the end, too little for a segment, is not sealed.
struct SealingLine {
    typealias Encode = @Sendable (ArraySlice<RecordedEvent>) -> Result<Segment, StorageError>

    /// A segment that whoever comes first makes.
    private final class Order: Sendable {
        private let events: ArraySlice<RecordedEvent>
        private let isTaken = Atomic(false)
        private let made = Mutex<Result<Segment, StorageError>?>(nil)
        private let end = DispatchSemaphore(value: 0)

        init(_ events: ArraySlice<RecordedEvent>) { self.events = events }

        var isMade: Bool { made.withLock { $0 != nil } }

        func make(_ encode: Encode) {
            guard !isTaken.exchange(true, ordering: .relaxed) else { return }
            let result = encode(events)
            made.withLock { $0 = result }
            end.signal()
        }

        /// Waits for whoever has taken it.
        func wait() throws(StorageError) -> Segment? {
            end.wait()
            return try made.withLock { $0 }?.get()
        }
    }

    private static let threads = DispatchQueue(label: "log sealing", attributes: .concurrent)
    private let encode: Encode
    private var events: [RecordedEvent] = []
    private var cut = SegmentCut()
    private var orders: [Order] = []

    init(_ encode: @escaping Encode) { self.encode = encode }

    /// Takes the next events, in order.
    mutating func add(_ next: ArraySlice<RecordedEvent>) {
        for event in next {
            events.append(event)
            if cut.isFull(adding: event) { place() }
        }
    }

    private mutating func place() {
        let order = Order(events[...])
        orders.append(order)
        events = []
        events.reserveCapacity(Segment.sealedCount)
        Self.threads.async { [encode] in order.make(encode) }
    }

    /// Hands over the segments in order, each as soon as it is made, and gives all of them.
    ///
    /// - Parameter idle: does a little of what can wait, while others make a segment; false where there is nothing.
    func each(
        idle: () -> Bool = { false }, _ body: (Segment) throws(StorageError) -> Void
    ) throws(StorageError) -> [Segment] {
        var segments: [Segment] = []
        var next = orders[...]
        for order in orders {
            while !order.isMade, let own = next.popFirst() { own.make(encode) }
            while !order.isMade, idle() {}
            guard let segment = try order.wait() else { break }
            try body(segment)
            segments.append(segment)
        }
        return segments
    }
}
