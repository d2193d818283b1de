public import EventStore
import PromQL

extension AlertRouting {
    /// Reads the routing in the words of Alertmanager's configuration: `route`, `inhibit_rules`, `time_intervals`.
    ///
    /// Times are texts such as `5m`, or seconds.
    public init(json: JSON) throws(RoutingError) {
        let reader = RoutingReader()
        let top = try reader.object(json, "routing", known: ["route", "inhibit_rules", "time_intervals"])
        guard let route = top["route"] else { throw RoutingError("route", "is missing") }
        self.init()
        root = try reader.route(route, "route")
        guard root.receiver != nil else { throw RoutingError("route.receiver", "is missing") }
        for (place, rule) in (top["inhibit_rules"]?.array ?? []).enumerated() {
            inhibitions.append(try reader.inhibition(rule, "inhibit_rules[\(place)]"))
        }
        for (place, entry) in (top["time_intervals"]?.array ?? []).enumerated() {
            let what = "time_intervals[\(place)]"
            let fields = try reader.object(entry, what, known: ["name", "time_intervals"])
            guard let name = fields["name"]?.string else { throw RoutingError("\(what).name", "is missing") }
            var list: [TimeWindow] = []
            for window in fields["time_intervals"]?.array ?? [] { list.append(try reader.window(window, what)) }
            windows[name] = list
        }
        try reader.check(root, known: Set(windows.keys))
    }
}

private struct RoutingReader {
    private static let weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
    private static let depthLimit = 16

    func object(_ json: JSON, _ what: String, known: [String]) throws(RoutingError) -> JSONObject {
        guard let object = json.object else { throw RoutingError(what, "must be an object, not \(json.typeName)") }
        if let other = object.keys.first(where: { !known.contains($0) }) {
            throw RoutingError("\(what).\(other)", "is unknown; known are \(known.joined(separator: ", "))")
        }
        return object
    }

    func route(_ json: JSON, _ what: String, depth: Int = 0) throws(RoutingError) -> AlertRoute {
        guard depth < Self.depthLimit else { throw RoutingError(what, "routes are nested too deep") }
        let fields = try object(
            json, what,
            known: [
                "receiver", "matchers", "continue", "group_by", "group_wait", "group_interval", "repeat_interval",
                "mute_time_intervals", "active_time_intervals", "routes",
            ])
        var route = AlertRoute(receiver: fields["receiver"]?.string)
        route.matchers = try LabelMatchers(try texts(fields["matchers"], "\(what).matchers"))
        route.continues = fields["continue"]?.bool ?? false
        if fields["group_by"] != nil { route.groupBy = try texts(fields["group_by"], "\(what).group_by") }
        route.groupWait = try seconds(fields["group_wait"], "\(what).group_wait")
        route.groupInterval = try seconds(fields["group_interval"], "\(what).group_interval")
        route.repeatInterval = try seconds(fields["repeat_interval"], "\(what).repeat_interval")
        route.muteWindows = try texts(fields["mute_time_intervals"], "\(what).mute_time_intervals")
        route.activeWindows = try texts(fields["active_time_intervals"], "\(what).active_time_intervals")
        for (place, child) in (fields["routes"]?.array ?? []).enumerated() {
            route.routes.append(try self.route(child, "\(what).routes[\(place)]", depth: depth + 1))
        }
        return route
    }

    func check(_ route: AlertRoute, known: Set<String>) throws(RoutingError) {
        for name in route.muteWindows + route.activeWindows where !known.contains(name) {
            throw RoutingError("time_intervals", "'\(name)' is not among \(known.sorted().joined(separator: ", "))")
        }
        for child in route.routes { try check(child, known: known) }
    }

    func inhibition(_ json: JSON, _ what: String) throws(RoutingError) -> AlertRouting.Inhibition {
        let fields = try object(json, what, known: ["source_matchers", "target_matchers", "equal"])
        return AlertRouting.Inhibition(
            source: try LabelMatchers(try texts(fields["source_matchers"], "\(what).source_matchers")),
            target: try LabelMatchers(try texts(fields["target_matchers"], "\(what).target_matchers")),
            equal: try texts(fields["equal"], "\(what).equal"))
    }

    func window(_ json: JSON, _ what: String) throws(RoutingError) -> TimeWindow {
        let fields = try object(json, what, known: ["times", "weekdays", "days_of_month", "months"])
        var window = TimeWindow()
        for entry in fields["times"]?.array ?? [] {
            guard let start = minute(entry["start_time"]), let end = minute(entry["end_time"]), start < end else {
                throw RoutingError("\(what).times", "wants start_time before end_time, such as 09:00 and 17:00")
            }
            window.minutes.append(start..<end)
        }
        window.weekdays = try ranges(fields["weekdays"], Self.weekdays, from: 0, 0...6, "\(what).weekdays")
        window.days = try ranges(fields["days_of_month"], [], from: 0, -31...31, "\(what).days_of_month")
        window.months = try ranges(fields["months"], Self.months, from: 1, 1...12, "\(what).months")
        return window
    }

    private func texts(_ json: JSON?, _ what: String) throws(RoutingError) -> [String] {
        guard let json else { return [] }
        let list = json.array?.compactMap(\.string)
        guard let list, list.count == json.array?.count else { throw RoutingError(what, "must be a list of strings") }
        return list
    }

    private func seconds(_ json: JSON?, _ what: String) throws(RoutingError) -> Double? {
        guard let json else { return nil }
        let number = json.number ?? json.string.flatMap { try? DurationText.parse($0) }.map { Double($0) / 1000 }
        guard let number, number >= 0, number <= 31_536_000 else {
            throw RoutingError(what, "must be 0 to 31536000 seconds, or a text such as 5m")
        }
        return number
    }

    private func minute(_ json: JSON?) -> Int? {
        let parts = json?.string?.split(separator: ":").compactMap { Int($0) } ?? []
        guard parts.count == 2, (0...24).contains(parts[0]), (0...59).contains(parts[1]) else { return nil }
        return parts[0] * 60 + parts[1]
    }

    /// `monday:friday`, `1:5`, `december`.
    private func ranges(
        _ json: JSON?, _ names: [String], from first: Int, _ bounds: ClosedRange<Int>, _ what: String
    ) throws(RoutingError) -> [ClosedRange<Int>] {
        var ranges: [ClosedRange<Int>] = []
        for text in try texts(json, what) {
            let parts = text.lowercased().split(separator: ":").map(String.init)
            let ends = parts.compactMap { part in names.firstIndex(of: part).map { $0 + first } ?? Int(part) }
            guard (1...2).contains(parts.count), ends.count == parts.count, let low = ends.first, let high = ends.last,
                low <= high, bounds.contains(low), bounds.contains(high)
            else { throw RoutingError(what, "'\(text)' is no range") }
            ranges.append(low...high)
        }
        return ranges
    }
}
