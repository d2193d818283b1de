import CoreMetrics
import EventStore
import Synchronization

/// The value of one metric for one set of labels; what libraries hold on to.
final class MetricCell: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler, TimerHandler {
    private struct State {
        var number = 0.0
        var count = 0.0
        var counts: [Double]
    }

    private let kind: MetricFamily.Kind
    private let bounds: [Double]
    private let state: Mutex<State>

    init(kind: MetricFamily.Kind, bounds: [Double]) {
        self.kind = kind
        self.bounds = bounds
        state = Mutex(State(counts: kind == .histogram ? Array(repeating: 0, count: bounds.count + 1) : []))
    }

    var value: MetricPoint.Value {
        let state = state.withLock { $0 }
        guard kind == .histogram else { return .number(MetricNumber(state.number)) }
        return .histogram(
            count: state.count, sum: MetricNumber(state.number), bounds: bounds, counts: state.counts)
    }

    func increment(by amount: Int64) { increment(by: Double(amount)) }

    /// A counter never falls: what would let it is left out.
    ///
    /// A meter may.
    func increment(by amount: Double) {
        guard amount.isFinite, kind == .gauge || amount >= 0 else { return }
        state.withLock { $0.number += amount }
    }

    func decrement(by amount: Double) { increment(by: -amount) }
    func reset() { state.withLock { $0.number = 0 } }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { state.withLock { $0.number = value } }
    func record(_ value: Int64) { record(Double(value)) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func record(_ value: Double) {
        guard kind == .histogram else { return set(value) }
        guard !value.isNaN else { return }
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.number += value
            state.count += 1
            state.counts[bucket] += 1
        }
    }
}
