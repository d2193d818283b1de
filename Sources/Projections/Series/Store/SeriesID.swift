/// The number of a series in its store, in the order in which they came.
typealias SeriesID = Int32

/// The number of a source in its store.
typealias SourceID = Int32
