import PromQL

/// The rows of a source that have not been sealed yet: times and positions, and a column for each series.
struct OpenBlock: Sendable {
    /// Milliseconds, in the order of the log.
    private(set) var times: [Int64] = []
    /// The event of each row; it never falls.
    private(set) var positions: [UInt64] = []
    private(set) var columns: [OpenColumn] = []
    private(set) var places: [SeriesID: Int] = [:]
    /// The columns of the last row's samples, in their order: the next row most likely has the same.
    private(set) var layout: [Int] = []
    private(set) var samples = 0
    /// Whether each row is later than the one before.
    private(set) var isSorted = true
    private(set) var minTime = Int64.max
    private(set) var maxTime = Int64.min

    var rows: Int { times.count }

    /// Takes over a stored column.
    mutating func add(_ column: OpenColumn) {
        places[column.series] = columns.count
        columns.append(column)
        samples += column.samples
    }

    mutating func add(layout place: Int) { layout.append(place) }

    mutating func appendRow(time: Int64, position: UInt64) {
        if let last = times.last, last >= time { isSorted = false }
        times.append(time)
        positions.append(position)
        minTime = min(minTime, time)
        maxTime = max(maxTime, time)
    }

    /// Adds the samples of the row that was appended last; those that the registry has no place for are left out.
    mutating func append(
        _ row: [SampleRow.Sample], event: UInt64, of source: SourceID, _ registry: inout SeriesRegistry
    ) {
        for (index, sample) in row.enumerated() {
            if index < layout.count, columns[layout[index]].labels == sample.labels {
                add(sample.value, to: layout[index], event, isTotal: sample.isTotal)
                continue
            }
            guard let series = registry.resolve(sample.labels, at: event, isTotal: sample.isTotal) else { continue }
            let column = column(series, of: source, &registry)
            if index < layout.count { layout[index] = column } else if index == layout.count { layout.append(column) }
            add(sample.value, to: column, event, isTotal: sample.isTotal)
        }
    }

    private mutating func add(_ value: Double, to column: Int, _ event: UInt64, isTotal: Bool) {
        if columns[column].append(value, row: rows - 1, isTotal: isTotal) { samples += 1 }
        // A source may say itself that a series has ended.
        columns[column].lastEvent = value.isStaleMarker ? 0 : event
    }

    /// Ends the series that were there at the event before and are not at this one, in the last row.
    mutating func endMissing(event: UInt64) {
        for column in columns.indices where columns[column].lastEvent != 0 && columns[column].lastEvent != event {
            add(.staleMarker, to: column, event, isTotal: false)
        }
    }

    private mutating func column(
        _ series: SeriesRegistry.Entry, of source: SourceID, _ registry: inout SeriesRegistry
    ) -> Int {
        if let place = places[series.id] { return place }
        registry.index.add(series.id, to: source)
        places[series.id] = columns.count
        columns.append(OpenColumn(series: series.id, labels: series.labels, isOverflow: series.isOverflow))
        return columns.count - 1
    }

    /// Packs everything and begins anew with the series that are still alive.
    mutating func seal() -> SealedRows {
        for column in columns.indices { columns[column].finish(rows: rows) }
        let sealed = SealedRows(
            times: times, positions: positions, isSorted: isSorted, samples: samples,
            columns: columns.filter { $0.samples > 0 }.sorted { $0.series < $1.series })
        let alive = columns.filter { $0.lastEvent != 0 || $0.samples > 0 }.map(\.emptied)
        let order = Dictionary(uniqueKeysWithValues: alive.enumerated().map { ($1.series, $0) })
        let kept = layout.map { order[columns[$0].series] ?? 0 }
        self = OpenBlock()
        columns = alive
        places = order
        layout = alive.isEmpty ? [] : kept
        return sealed
    }
}

/// The rows of a block that is full.
struct SealedRows {
    let times: [Int64]
    let positions: [UInt64]
    let isSorted: Bool
    let samples: Int
    /// Sorted by series, each with at least one sample.
    let columns: [OpenColumn]
}
