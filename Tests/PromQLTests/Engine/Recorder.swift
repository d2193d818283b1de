import PromQL
import Synchronization

/// A source without series that remembers what it was asked.
final class Recorder: SeriesSource {
    private let selections = Mutex<[SeriesSelection]>([])

    var asked: [SeriesSelection] { selections.withLock { $0 } }

    func select(_ selection: SeriesSelection) throws -> [SelectedSeries] {
        selections.withLock { $0.append(selection) }
        return []
    }
}
