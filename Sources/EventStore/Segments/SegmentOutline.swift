/// What most reads look at first: positions, times and types of a segment's events, one entry an event.
struct SegmentOutline: Sendable {
    var positions: [UInt64] = []
    var times: [Int64] = []
    var types: [TypeVersion] = []
    var typeIndexes: [Int32] = []

    var count: Int { positions.count }
}

extension SegmentOutline {
    /// Reads what ``SegmentOutlineWriter`` wrote.
    init(_ bytes: [UInt8], count: Int, first: Position, firstTime: Timestamp) throws(StorageError) {
        var reader = ByteReader(bytes)
        let hasGaps = try reader.byte() != 0
        let unit = try reader.number()
        for _ in 0..<(try reader.count(upTo: count)) {
            let name = try reader.text()
            types.append(TypeVersion(type: EventType(name), version: try reader.count(upTo: Int(Int32.max))))
        }
        times = try Self.times(from: firstTime.nanoseconds, unit: unit, try reader.planes(count))
        typeIndexes = try reader.planes(count, upTo: types.count - 1)
        positions = hasGaps ? try reader.numbers(count) : (0..<UInt64(count)).map { first.value &+ $0 }
        guard hasGaps else { return }
        var place = first.value
        for index in positions.indices {
            place &+= positions[index]
            positions[index] = place
        }
    }

    private static func times(from first: Int64, unit: UInt64, _ steps: [UInt64]) throws(StorageError) -> [Int64] {
        var time = first
        return steps.map { step in
            time &+= Int64(bitPattern: step &* unit)
            return time
        }
    }
}

/// Writes positions, times and types of a segment's events.
struct SegmentOutlineWriter {
    private(set) var columns = ByteWriter()
    private(set) var types: [TypeVersion] = []
    private(set) var typeIndexes: [Int] = []
    private(set) var times: [Int64] = []

    init(_ events: ArraySlice<RecordedEvent>) {
        let first = events.first?.position.value ?? 0
        let hasGaps = (events.last?.position.value ?? 0) &- first != UInt64(events.count - 1)
        typeIndexes.reserveCapacity(events.count)
        times.reserveCapacity(events.count)
        events.lendEach { event in
            typeIndexes.append(index(of: event))
            times.append(event.time.nanoseconds)
        }
        let (unit, steps) = Self.steps(times)
        columns.append(byte: hasGaps ? 1 : 0)
        columns.append(unit)
        columns.append(types.count)
        for type in types {
            columns.append(type.type.name)
            columns.append(type.version)
        }
        columns.append(planes: steps)
        columns.append(planes: typeIndexes.map { UInt64($0) })
        if hasGaps { writePositions(events, from: first) }
    }

    /// Only the distances from one position to the next, and only where there are gaps.
    private mutating func writePositions(_ events: ArraySlice<RecordedEvent>, from first: UInt64) {
        var before = first
        for event in events {
            columns.append(event.position.value - before)
            before = event.position.value
        }
    }

    /// From each time to the next, in the unit that all of them are multiples of.
    private static func steps(_ times: [Int64]) -> (unit: UInt64, [UInt64]) {
        var before = times.first ?? 0
        var steps = times.map { time in
            defer { before = time }
            return UInt64(bitPattern: time &- before)
        }
        var unit: UInt64 = 0
        for step in steps where unit != 1 { unit = gcd(unit, step) }
        unit = max(unit, 1)
        if unit > 1 { for index in steps.indices { steps[index] /= unit } }
        return (unit, steps)
    }

    private static func gcd(_ left: UInt64, _ right: UInt64) -> UInt64 {
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return left
    }

    /// A segment has few types, and equal names mostly share their storage: comparing beats hashing.
    private mutating func index(of event: RecordedEvent) -> Int {
        let size = event.type.name.utf8.count
        for (index, type) in types.enumerated()
        where type.version == event.version && type.type.name.utf8.count == size && type.type == event.type {
            return index
        }
        types.append(TypeVersion(type: event.type, version: event.version))
        return types.count - 1
    }
}
