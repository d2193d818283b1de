import Synchronization

extension SeriesHost {
    /// A producer as it is now; nil where the host has none of the type.
    public func producer<P: SeriesProducer>(_ type: P.Type) -> P? {
        state.withLock { $0.fold.producers.lazy.compactMap { $0 as? P }.first }
    }
}
