import EventStore
import Projections
import TestKit
import Testing

@testable import Alerting

@Suite("The plan of notifications")
struct NotificationPlanTests {
    /// A log of alerts with a plan that is stepped by hand; every delivery succeeds unless it is told otherwise.
    private struct Story {
        var plan = NotificationPlan()
        var time = ManualClock.start
        var position: UInt64 = 0
        var told: [String] = []
        var isFailing = false
        var open: [String: AlertIdentity] = [:]

        init(_ routing: AlertRouting = AlertRouting(receiver: "log")) { plan.routing = routing }

        mutating func happen(_ event: any Event) {
            position += 1
            plan.apply(
                RecordedEvent(
                    position: Position(position), time: time, stream: stream(of: event), revision: .first,
                    type: type(of: event).type, version: type(of: event).version, metadata: EventMetadata(),
                    payload: [],
                    fresh: event))
        }

        mutating func fire(_ name: String, _ labels: [String: String] = [:]) {
            let all = labels.merging(["alertname": name]) { $1 }
            let alert = AlertIdentity(
                id: "\(name)-\(position)", rule: name, fingerprint: AlertFingerprint.text(all), labels: all)
            open[name + (labels["a"] ?? "")] = alert
            happen(
                AlertFired(
                    alert: alert, annotations: [:], metric: "m", condition: "> 1", severity: "", value: 2, since: time,
                    ruleVersion: nil))
        }

        mutating func resolve(_ name: String) {
            guard let alert = open.removeValue(forKey: name) else { return }
            happen(AlertResolved(alert: alert, value: 0, hadFired: true, cause: .recovered))
        }

        /// Time goes on with a tick every ten seconds; what is due is delivered.
        mutating func pass(_ seconds: Int) {
            for _ in 0..<max(1, seconds / 10) {
                time = time.advanced(bySeconds: seconds < 10 ? Double(seconds) : 10)
                happen(MetricsSampled(values: [:]))
                deliver()
            }
        }

        mutating func deliver() {
            for delivery in plan.due() {
                let isLast = delivery.attempt >= plan.settings.attempts
                told.append((isFailing ? "vain " : "") + Self.text(delivery))
                plan.note(delivery, failed: isFailing)
                for place in delivery.news {
                    let alert = delivery.alerts[place]
                    let identity = AlertIdentity(
                        id: alert.id, rule: alert.rule, fingerprint: alert.fingerprint, labels: alert.labels)
                    plan.settle(
                        AlertNotified(
                            alert: identity, handler: delivery.receiver, status: alert.status.rawValue,
                            delivered: !isFailing, error: nil, key: alert.key, attempt: delivery.attempt,
                            isFinal: !isFailing || isLast, group: delivery.groupKey), at: time)
                }
            }
            plan.forgetSettled()
        }

        private static func text(_ delivery: AlertDelivery) -> String {
            let alerts = delivery.alerts.map { "\($0.rule)\($0.labels["a"] ?? "")\($0.status == .resolved ? "!" : "")" }
            return "\(delivery.receiver): \(alerts.joined(separator: " "))"
        }
    }

    private func routing(_ json: JSON) throws -> AlertRouting { try AlertRouting(json: json) }

    @Test("tells alerts of a group together, after a wait, and news of it at intervals")
    func grouping() throws {
        var story = Story(
            try routing([
                "route": [
                    "receiver": "r", "group_by": ["alertname"], "group_wait": "30s", "group_interval": "2m",
                ]
            ]))
        story.fire("X", ["a": "1"])
        story.pass(20)
        story.fire("X", ["a": "2"])
        #expect(story.told.isEmpty)
        story.pass(10)
        #expect(story.told == ["r: X1 X2"])
        story.fire("X", ["a": "3"])
        story.resolve("X1")
        story.pass(100)
        #expect(story.told.count == 1)
        story.pass(20)
        #expect(story.told == ["r: X1 X2", "r: X1! X2 X3"])
        story.pass(600)
        #expect(story.told.count == 2)
    }

    @Test("tells again at the repeat interval for as long as something fires, and the end once")
    func repeats() throws {
        var story = Story(try routing(["route": ["receiver": "r", "repeat_interval": 60]]))
        story.fire("X")
        story.pass(130)
        #expect(story.told == ["r: X", "r: X", "r: X"])
        story.resolve("X")
        story.pass(300)
        #expect(story.told == ["r: X", "r: X", "r: X", "r: X!"])
    }

    @Test("follows the first route that matches, and further ones where it says so")
    func routes() throws {
        let json: JSON = [
            "route": [
                "receiver": "all",
                "routes": [
                    ["receiver": "page", "matchers": ["severity=\"critical\""], "continue": true],
                    ["receiver": "video", "matchers": ["team=~\"video|sound\""]],
                    ["receiver": "never", "matchers": ["team=\"video\""]],
                ],
            ]
        ]
        var story = Story(try routing(json))
        story.fire("X", ["severity": "critical", "team": "video"])
        story.pass(10)
        #expect(story.told == ["page: X", "video: X"])
        story.fire("Y")
        story.pass(10)
        #expect(story.told.suffix(1) == ["all: Y"])
        #expect(try routing(json).receivers == ["all", "never", "page", "video"])
    }

    @Test("keeps quiet of what is silenced, until the silence ends")
    func silences() throws {
        var story = Story()
        story.happen(
            AlertSilenced(
                id: "s", matchers: ["alertname=\"X\""], author: "ann", comment: "", start: story.time,
                end: story.time.advanced(bySeconds: 600)))
        story.fire("X")
        story.fire("Y")
        story.pass(60)
        #expect(story.told == ["log: Y"])
        story.happen(AlertSilenceExpired(id: "s", author: "bob"))
        story.pass(10)
        #expect(story.told == ["log: Y", "log: X"])
        #expect(story.plan.silences.silence("s")?.expiredBy == "bob")
    }

    @Test("keeps quiet of what another alert explains")
    func inhibition() throws {
        var story = Story(
            try routing([
                "route": ["receiver": "r"],
                "inhibit_rules": [
                    [
                        "source_matchers": ["alertname=\"Down\""], "target_matchers": ["alertname!=\"Down\""],
                        "equal": ["a"],
                    ]
                ],
            ]))
        story.fire("Down", ["a": "1"])
        story.fire("Slow", ["a": "1"])
        story.fire("Slow", ["a": "2"])
        story.pass(10)
        #expect(story.told == ["r: Down1", "r: Slow2"])
        story.resolve("Down1")
        story.pass(10)
        #expect(story.told.suffix(2).sorted() == ["r: Down1!", "r: Slow1"])
    }

    @Test("keeps quiet within a mute window, and tells afterwards")
    func muteWindows() throws {
        // Test time begins at midnight on a Thursday.
        var story = Story(
            try routing([
                "route": ["receiver": "r", "mute_time_intervals": ["night"]],
                "time_intervals": [
                    [
                        "name": "night",
                        "time_intervals": [
                            ["times": [["start_time": "00:00", "end_time": "00:05"]], "weekdays": ["thursday"]]
                        ],
                    ]
                ],
            ]))
        story.fire("X")
        story.pass(290)
        #expect(story.told.isEmpty)
        story.pass(10)
        #expect(story.told == ["r: X"])
    }

    @Test("tries again with growing pauses, and gives up after the last attempt")
    func retries() {
        var story = Story()
        story.plan.settings.attempts = 4
        story.plan.settings.breakerFailures = 100
        story.isFailing = true
        story.fire("X")
        story.pass(30)
        let early = story.told.count
        #expect(early == 2 || early == 3)
        story.pass(600)
        #expect(story.told == Array(repeating: "vain log: X", count: 4))
        story.isFailing = false
        story.resolve("X")
        story.pass(60)
        #expect(story.told.count == 4)
    }

    @Test("leaves a receiver alone after failures in a row, then tries it once")
    func breaker() {
        var story = Story()
        story.plan.settings.breakerFailures = 2
        story.plan.settings.breakerPause = 100
        story.isFailing = true
        for name in ["A", "B", "C"] {
            story.fire(name)
            story.pass(10)
        }
        #expect(story.told.count == 2)
        story.isFailing = false
        story.pass(120)
        #expect(Set(story.told.suffix(3)) == ["log: A", "log: B", "log: C"])
    }

    @Test("is the same whether it is folded from the log or went on")
    func refold() {
        var story = Story()
        story.happen(AlertRuleSaved(name: "X", duration: 0, cooldown: 300, severity: "", expr: "x"))
        story.fire("X")
        story.pass(10)
        story.resolve("X")
        story.pass(10)
        story.fire("X")
        story.pass(60)
        #expect(story.told == ["log: X", "log: X!"])
        story.pass(300)
        #expect(story.told == ["log: X", "log: X!", "log: X"])
    }

    @Test(
        "is refused where it makes no sense",
        arguments: [
            ([:], "route"), (["route": [:]], "route.receiver"),
            (["route": ["receiver": "r", "matchers": ["oops"]]], "matchers"),
            (["route": ["receiver": "r", "group_wait": "soon"]], "route.group_wait"),
            (["route": ["receiver": "r", "mute_time_intervals": ["x"]]], "time_intervals"),
            (["route": ["receiver": "r", "oops": 1]], "route.oops"),
        ] as [(JSON, String)])
    func faults(json: JSON, field: String) {
        let error = #expect(throws: RoutingError.self) { try AlertRouting(json: json) }
        #expect(error?.field == field)
    }
}

@Suite("A window of time")
struct TimeWindowTests {
    @Test("knows minutes, weekdays, days and months")
    func parts() throws {
        // 2024-02-29T12:30:00Z, a Thursday.
        let moment = 1_709_209_800.0
        var window = TimeWindow()
        #expect(window.contains(moment))
        window.minutes = [12 * 60..<13 * 60]
        window.weekdays = [4...4]
        window.days = [-1...(-1)]
        window.months = [2...2]
        #expect(window.contains(moment) && !window.contains(moment + 3600) && !window.contains(moment - 86_400))
        #expect(!window.contains(moment + 366 * 86_400))
    }
}
