package import EventStore

/// Values by slot of event time: a bounded window that moves with the events and never with a clock.
///
/// Slots are aligned to multiples of `seconds` since 1970. Time never falls in a log, so only the newest slot changes.
package struct SlotRing<Value: Sendable>: Sendable {
    package struct Slot: Sendable {
        /// Where the slot begins, in whole slots since 1970.
        package let index: Int64
        package var value: Value
    }

    package let seconds: Int64
    package let limit: Int
    /// Slots in which something happened, the oldest first; quiet ones are left out.
    package private(set) var slots: [Slot] = []
    private let initial: Value

    /// - Parameters:
    ///   - seconds: the length of a slot.
    ///   - limit: how many slots of time are kept.
    package init(seconds: Int64, limit: Int, initial: Value) {
        self.seconds = seconds
        self.limit = limit
        self.initial = initial
    }

    package mutating func update(at time: Timestamp, _ change: (inout Value) -> Void) {
        let index = index(of: time)
        if slots.isEmpty || slots[slots.count - 1].index < index {
            let gone = index - Int64(limit)
            slots.removeAll { $0.index <= gone }
            slots.append(Slot(index: index, value: initial))
        }
        let newest = slots.count - 1
        change(&slots[newest].value)
    }

    /// The values of the last `count` slots up to a moment, its own included.
    package func last(_ count: Int, until time: Timestamp) -> [Value] {
        let end = index(of: time)
        return slots.reversed().prefix { $0.index > end - Int64(count) }.filter { $0.index <= end }.map(\.value)
    }

    /// One entry for each of the last `count` slots up to a moment, the oldest first; nil for a quiet one.
    package func strip(_ count: Int, until time: Timestamp) -> [Value?] {
        let end = index(of: time)
        var cells = [Value?](repeating: nil, count: count)
        for slot in slots where slot.index <= end && slot.index > end - Int64(count) {
            cells[count - 1 - Int(end - slot.index)] = slot.value
        }
        return cells
    }

    /// Where the oldest of the last `count` slots up to a moment begins.
    package func start(_ count: Int, until time: Timestamp) -> Timestamp {
        Timestamp(nanoseconds: (index(of: time) - Int64(count) + 1) * seconds * 1_000_000_000)
    }

    private func index(of time: Timestamp) -> Int64 {
        let whole = time.nanoseconds / 1_000_000_000
        return whole >= 0 ? whole / seconds : (whole - seconds + 1) / seconds
    }
}

extension SlotRing: Codable where Value: Codable {}
extension SlotRing.Slot: Codable where Value: Codable {}
