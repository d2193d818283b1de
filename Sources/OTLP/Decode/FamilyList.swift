import EventStore

/// The families of a resource, in lists that each fit into one event.
struct FamilyList {
    /// About a quarter of what an append may hold.
    private static let byteLimit = 2 << 20

    private var lists: [[MetricFamily]] = []
    private var bytes = 0

    mutating func add(_ family: MetricFamily) {
        var points: [MetricPoint] = []
        for point in family.points {
            let size = Self.size(of: point)
            if bytes + size > Self.byteLimit {
                append(family, points)
                points = []
                lists.append([])
                bytes = 0
            }
            points.append(point)
            bytes += size
        }
        append(family, points)
    }

    /// All lists; none are left.
    mutating func take() -> [[MetricFamily]] {
        defer { self = FamilyList() }
        return lists.filter { !$0.isEmpty }
    }

    private mutating func append(_ family: MetricFamily, _ points: [MetricPoint]) {
        guard !points.isEmpty else { return }
        if lists.isEmpty { lists.append([]) }
        lists[lists.count - 1].append(
            MetricFamily(
                name: family.name, kind: family.kind, unit: family.unit, help: family.help, isDelta: family.isDelta,
                points: points))
    }

    /// About the bytes that a point becomes as JSON.
    private static func size(of point: MetricPoint) -> Int {
        var size = 128 + point.exemplars.count * 160
        for member in point.labels.members {
            size += member.key.utf8.count + (member.value.string?.utf8.count ?? 0) + 6
        }
        switch point.value {
        case .number: break
        case .histogram(_, _, let bounds, _): size += bounds.count * 32
        case .summary(_, _, let quantiles): size += quantiles.count * 48
        }
        return size
    }
}
