import EventStore
import PromQL

extension SeriesStore {
    func write(to writer: SnapshotWriter) throws {
        let index = registry.index
        writer.append(UInt64(registry.dropped))
        writer.append(UInt64(index.next))
        for id in 0..<index.next {
            guard let labels = index.labels(id) else {
                writer.append(false)
                continue
            }
            writer.append(true)
            writer.append(UInt64(labels.pairs.count))
            for pair in labels.pairs {
                writer.append(pair.name)
                writer.append(pair.value)
            }
            writer.append(index.birth(of: id))
            writer.append(index.isTotal(id))
            try writer.append(value: index.sources(of: id))
        }
        writer.append(UInt64(nextBlock))
        writer.append(UInt64(sources.count))
        for source in sources {
            writer.append(source.name)
            try writer.append(value: source.blocks.map(\.heading))
            source.open.write(to: writer)
        }
    }

    mutating func read(from reader: SnapshotReader) throws {
        let dropped = Int(clamping: try reader.number())
        var index = SeriesIndex()
        for _ in 0..<(try reader.count()) {
            guard try reader.flag() else {
                index.addGap()
                continue
            }
            var pairs: [(String, String)] = []
            for _ in 0..<(try reader.count()) { pairs.append((try reader.text(), try reader.text())) }
            let id = index.add(Labels(pairs), at: try reader.number(), isTotal: try reader.flag())
            for source in try reader.value([SourceID].self) { index.add(id, to: source) }
        }
        registry.restore(index, dropped: dropped)
        nextBlock = Int(clamping: try reader.number())
        for _ in 0..<(try reader.count()) {
            var source = SourceTimeline(name: try reader.text())
            source.blocks = try reader.value([BlockHeading].self).map { SealedBlock(heading: $0, contents: nil) }
            source.open = try OpenBlock(from: reader, index)
            sourceIDs[source.name] = SourceID(sources.count)
            sealedBytes += source.blocks.reduce(0) { $0 + $1.heading.bytes }
            sources.append(source)
        }
    }
}

extension OpenBlock {
    func write(to writer: SnapshotWriter) {
        var rows: [UInt8] = []
        WholeStrip.append(times, to: &rows)
        WholeStrip.append(positions.map(Int64.init(bitPattern:)), to: &rows)
        rows.append(contentsOf: repeatElement(0, count: BitPacking.slack))
        writer.append(UInt64(times.count))
        writer.append(block: rows)
        writer.append(UInt64(columns.count))
        for column in columns { column.write(to: writer) }
        writer.append(UInt64(layout.count))
        for place in layout { writer.append(UInt64(place)) }
    }

    init(from reader: SnapshotReader, _ index: SeriesIndex) throws {
        // Times take at least as many bits as nothing: they are told apart by their count, not by their bytes.
        let count = try reader.number()
        let bytes = Array(try reader.block())
        let read = bytes.withUnsafeBytes { buffer -> ([Int64], [Int64])? in
            guard count <= 1 << 24, let base = buffer.baseAddress, buffer.count >= BitPacking.slack else { return nil }
            var cursor = ByteCursor(base, end: buffer.count - BitPacking.slack)
            guard let times = WholeStrip.read(Int(count), &cursor), let positions = WholeStrip.read(Int(count), &cursor)
            else { return nil }
            return (times, positions)
        }
        guard let read else { throw SnapshotError.damaged }
        self.init()
        for (time, position) in zip(read.0, read.1) { appendRow(time: time, position: UInt64(bitPattern: position)) }
        for _ in 0..<(try reader.count()) { add(try OpenColumn(from: reader, index, rows: rows)) }
        for _ in 0..<(try reader.count()) {
            let place = Int(clamping: try reader.number())
            guard place < columns.count else { throw SnapshotError.damaged }
            add(layout: place)
        }
    }
}

extension OpenColumn {
    func write(to writer: SnapshotWriter) {
        writer.append(UInt64(series))
        writer.append(UInt64(firstStrip))
        writer.append(block: Array(packed.prefix(packedBytes)))
        writer.append(UInt64(tailStrip))
        writer.append(fixed: presence.low)
        writer.append(fixed: presence.high)
        for value in tail { writer.append(fixed: value.bitPattern) }
        writer.append(lastEvent)
        writer.append(UInt64(samples))
    }

    init(from reader: SnapshotReader, _ index: SeriesIndex, rows: Int) throws {
        let id = try reader.number()
        guard id < UInt64(index.next), let labels = index.labels(SeriesID(id)) else { throw SnapshotError.damaged }
        let strips = UInt64((rows + Strip.rows - 1) / Strip.rows)
        let first = try reader.number()
        let packed = Array(try reader.block())
        let tailStrip = try reader.number()
        let presence = Presence(low: try reader.fixed(), high: try reader.fixed())
        let tail = try (0..<presence.count).map { _ in Double(bitPattern: try reader.fixed()) }
        let lastEvent = try reader.number()
        let samples = Int(clamping: try reader.number())
        let whole = packed.isEmpty || first <= strips && Self.isWhole(packed, rows: rows - Int(first) * Strip.rows)
        guard whole, first <= strips, tailStrip <= strips, samples == 0 || first < strips else {
            throw SnapshotError.damaged
        }
        self.init(
            series: SeriesID(id), labels: labels, isOverflow: !labels[SeriesRegistry.overflow].isEmpty,
            firstStrip: Int(first), packed: packed, tail: tail, presence: presence, tailStrip: Int(tailStrip),
            lastEvent: lastEvent, samples: samples)
    }

    private static func isWhole(_ packed: [UInt8], rows: Int) -> Bool {
        (packed + [UInt8](repeating: 0, count: BitPacking.slack)).withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return false }
            return Strip.strips(base, from: 0, to: packed.count, rows: rows) != nil
        }
    }
}

extension BlockHeading: StoredForm {
    func store(in writer: SnapshotWriter) throws {
        for number in [number, level, rows, samples, isSorted ? 1 : 0, bytes] { writer.append(UInt64(number)) }
        writer.append(signed: minTime)
        writer.append(signed: maxTime)
        writer.append(firstPosition)
        writer.append(lastPosition)
        writer.append(UInt64(series.count))
        var last: SeriesID = 0
        for id in series {
            writer.append(UInt64(id - last))
            last = id
        }
    }

    static func restore(from reader: SnapshotReader) throws -> BlockHeading {
        var numbers: [Int] = []
        for _ in 0..<6 { numbers.append(Int(clamping: try reader.number())) }
        let (minTime, maxTime) = (try reader.signed(), try reader.signed())
        let (first, last) = (try reader.number(), try reader.number())
        var series: [SeriesID] = []
        var id: UInt64 = 0
        for _ in 0..<(try reader.count()) {
            id &+= try reader.number()
            guard id <= UInt64(SeriesID.max) else { throw SnapshotError.damaged }
            series.append(SeriesID(id))
        }
        return BlockHeading(
            number: numbers[0], level: numbers[1], rows: numbers[2], samples: numbers[3], isSorted: numbers[4] == 1,
            minTime: minTime, maxTime: maxTime, firstPosition: first, lastPosition: last, bytes: numbers[5],
            series: series)
    }

    static func describe(to shape: SnapshotShape) throws -> BlockHeading {
        shape.append("block heading 1")
        return BlockHeading(
            number: 0, level: 0, rows: 0, samples: 0, isSorted: true, minTime: 0, maxTime: 0, firstPosition: 0,
            lastPosition: 0, bytes: 0, series: [])
    }
}
