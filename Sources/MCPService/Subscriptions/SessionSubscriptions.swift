import EventStore
import Synchronization

/// What legacy sessions subscribed to with `resources/subscribe`.
final class SessionSubscriptions: Sendable {
    /// Sessions remembered; the oldest are forgotten.
    static let limit = 10_000

    private struct State {
        var filters: [String: SubscriptionFilter] = [:]
        var order: [String] = []
    }

    private let state = Mutex(State())

    /// False where the session names too many.
    func add(_ uri: String, for scope: String) -> Bool {
        change(scope) { filter in
            guard !filter.uris.contains(uri) else { return true }
            guard filter.uris.count < SubscriptionFilter.resourceLimit else { return false }
            filter.uris.append(uri)
            return true
        }
    }

    func remove(_ uri: String, for scope: String) {
        _ = change(scope) { filter in
            filter.uris.removeAll { $0 == uri }
            return true
        }
    }

    /// Who has seen a list wants to know when it is stale.
    func noteList(_ list: String, for scope: String) {
        _ = change(scope) { filter in
            switch list {
            case "tools/list": filter.tools = true
            case "prompts/list": filter.prompts = true
            default: filter.resources = true
            }
            return true
        }
    }

    /// Takes up what a session wanted before this process began; what it said since counts.
    func restore(_ filter: SubscriptionFilter, for scope: String) {
        guard !filter.isEmpty, state.withLock({ $0.filters[scope] == nil }) else { return }
        _ = change(scope) {
            $0 = filter
            return true
        }
    }

    func filter(of scope: String) -> SubscriptionFilter {
        state.withLock { $0.filters[scope] ?? SubscriptionFilter() }
    }

    private func change(_ scope: String, _ body: (inout SubscriptionFilter) -> Bool) -> Bool {
        state.withLock { state in
            if state.filters[scope] == nil { state.order.append(scope) }
            if state.order.count > Self.limit { state.filters[state.order.removeFirst()] = nil }
            return body(&state.filters[scope, default: SubscriptionFilter()])
        }
    }
}
