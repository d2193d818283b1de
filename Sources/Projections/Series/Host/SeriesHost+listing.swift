public import EventStore
import Synchronization

extension SeriesHost {
    /// How far the series are, and what they cost.
    public var listing: JSON {
        let (position, figures, head) = (position, figures, log.head)
        return [
            "position": .position(position), "lag": .int(Int(max(head, position).value - position.value)),
            "series": .int(figures.series), "samples": .int(figures.samples), "blocks": .int(figures.blocks),
            "bytes": .int(figures.bytes),
        ]
    }
}
