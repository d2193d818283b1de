import EventStore
import Projections

extension NotificationPlan {
    /// Alerts that go to one handler together.
    private struct Group {
        let handler: String
        let route: AppliedRoute
        let key: String
        let labels: [String: String]
        var alerts: [DispatchedAlert] = []
    }

    /// What is to be delivered now, by receiver and group.
    func due() -> [AlertDelivery] {
        guard !alerts.isEmpty else { return [] }
        let firing = alerts.values.filter { $0.end == nil }.map(\.alert.labels)
        let quiet = silences.all.filter { $0.state(at: now) == .active }.compactMap { try? LabelMatchers($0.matchers) }
        let audible = alerts.values.filter { alert in
            !quiet.contains { $0.match(alert.alert.labels) }
                && !routing.isInhibited(alert.alert.labels, by: firing)
        }
        return grouped(audible).compactMap(delivery)
    }

    private func grouped(_ alerts: [DispatchedAlert]) -> [Group] {
        var groups: [String: Group] = [:]
        for alert in alerts {
            for route in routing.routes(for: alert.alert.labels) {
                let labels = route.groupLabels(alert.alert.labels)
                let text = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\(JSON.string($0.value).text)" }
                let key = "\(route.path):{\(text.joined(separator: ", "))}"
                for handler in members[route.receiver] ?? [route.receiver] {
                    let empty = Group(handler: handler, route: route, key: key, labels: labels)
                    groups[Self.place(handler, key), default: empty].alerts.append(alert)
                }
            }
        }
        return groups.sorted { $0.key < $1.key }.map { group in
            var group = group.value
            group.alerts.sort { ($0.time, $0.position) < ($1.time, $1.position) }
            return group
        }
    }

    /// The message that a group is due; nil for none.
    private func delivery(_ group: Group) -> AlertDelivery? {
        let receiver = group.handler
        guard routing.isOpen(group.route, at: now.seconds), !isOpen(breakers[receiver]) else { return nil }
        let known = told[receiver] ?? [:]
        let shown = group.alerts.filter { isShown($0, known[$0.alert.id], receiver) }
        let isRepeat = isRepeatDue(group, known)
        let news = shown.indices.filter { isRepeat || isNews(shown[$0], known[shown[$0].alert.id]) }
        guard !news.isEmpty, isReady(group, shown, news, isRepeat: isRepeat) else { return nil }
        let notifications = shown.map(\.notification)
        let first = AlertDelivery(
            receiver: receiver, groupKey: group.key, groupLabels: group.labels,
            reason: reason(group, shown, news, isRepeat: isRepeat), alerts: notifications, news: Array(news), attempt: 1
        )
        guard let failed = failures[Self.place(receiver, group.key)] else { return first }
        guard failed.next <= now else { return nil }
        return AlertDelivery(
            receiver: receiver, groupKey: group.key, groupLabels: group.labels, reason: first.reason,
            alerts: notifications, news: Array(news), attempt: failed.count + 1)
    }

    private func isOpen(_ breaker: Breaker?) -> Bool { breaker?.openUntil.map { now < $0 } ?? false }

    /// Whether an alert belongs into a message: it fires and may be told, or it ended and that is awaited.
    private func isShown(_ alert: DispatchedAlert, _ known: Told?, _ receiver: String) -> Bool {
        if alert.end != nil { return known?.status == .triggered && known?.isDelivered == true }
        return known != nil || !isQuiet(alert, receiver, at: now)
    }

    private func isNews(_ alert: DispatchedAlert, _ known: Told?) -> Bool {
        guard let known else { return alert.end == nil }
        return alert.end != nil && known.status == .triggered && known.isDelivered
    }

    private func isQuiet(_ alert: DispatchedAlert, _ receiver: String, at moment: Timestamp) -> Bool {
        guard let last = lastTold[receiver]?[alert.alert.rule], let cooldown = cooldowns[alert.alert.rule] else {
            return false
        }
        return moment.seconds(since: last) < cooldown
    }

    private func isRepeatDue(_ group: Group, _ known: [String: Told]) -> Bool {
        guard group.route.repeatInterval > 0 else { return false }
        let firing = group.alerts.filter { $0.end == nil }.compactMap { known[$0.alert.id] }
        guard let last = firing.map(\.at).max() else { return false }
        return now.seconds(since: last) >= group.route.repeatInterval
    }

    private func isReady(_ group: Group, _ shown: [DispatchedAlert], _ news: [Int], isRepeat: Bool) -> Bool {
        if let last = groups[Self.place(group.handler, group.key)] {
            return isRepeat || now.seconds(since: last) >= group.route.groupInterval
        }
        guard let first = news.map({ shown[$0].time }).min() else { return false }
        return now.seconds(since: first) >= group.route.groupWait
    }

    private func reason(
        _ group: Group, _ shown: [DispatchedAlert], _ news: [Int], isRepeat: Bool
    ) -> AlertDelivery.Reason {
        if !shown.contains(where: { $0.end == nil }) { return .allResolved }
        if isRepeat { return .repeated }
        if news.allSatisfy({ shown[$0].end != nil }) { return .newResolved }
        return groups[Self.place(group.handler, group.key)] == nil ? .firstNotification : .newAlerts
    }
}
