extension SeriesStore {
    /// Drops what is too old, or too much; whenever a block has been sealed.
    mutating func retain() {
        let oldest = now.subtractingReportingOverflow(limits.age)
        for source in sources.indices {
            while let first = sources[source].blocks.first, !oldest.overflow,
                first.heading.maxTime < oldest.partialValue
            {
                drop(SourceID(source))
            }
        }
        while sealedBytes > limits.bytes, let source = oldestSource { drop(source) }
    }

    /// The source whose first block begins with the earliest event.
    private var oldestSource: SourceID? {
        let candidates = sources.indices.filter { !sources[$0].blocks.isEmpty }
        return candidates.min {
            sources[$0].blocks[0].heading.firstPosition < sources[$1].blocks[0].heading.firstPosition
        }.map(SourceID.init)
    }

    /// Removes the first block of a source, and the series that are nowhere else.
    private mutating func drop(_ id: SourceID) {
        let block = sources[Int(id)].blocks.removeFirst()
        sealedBytes -= block.heading.bytes
        removed.append(block.heading)
        let rest = sources[Int(id)]
        for series in block.heading.series where rest.open.places[series] == nil {
            if rest.blocks.contains(where: { $0.heading.column(series) != nil }) { continue }
            registry.index.remove(series, from: id)
            if registry.index.sources(of: series).isEmpty { registry.remove(series) }
        }
    }
}
