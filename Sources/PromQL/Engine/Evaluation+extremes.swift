extension Evaluation {
    /// The `count` largest or smallest values of each group at each step, under their own labels.
    func extremes(
        _ operand: [Column], _ groups: [Group], _ count: ScalarColumn, isTop: Bool, on grid: StepGrid
    ) throws -> [Column] {
        try budget.charge(operand.count * grid.count)
        for step in 0..<grid.count {
            guard count[step] >= -0x1p63, count[step] <= 0x1p63 else {
                throw QueryError.execution("Scalar value \(SampleText.format(count[step])) overflows int64")
            }
        }
        var kept = operand.map { Column($0.labels, Array(repeating: .absent, count: grid.count)) }
        var order: [Int] = []
        for group in groups {
            for step in 0..<grid.count where count[step] >= 1 {
                var selection = Selection(limit: Int(min(count[step], 1e9)), isTop: isTop)
                for member in group.members where operand[member].values[step].isPresent {
                    selection.offer(operand[member].values[step], member)
                }
                for member in selection.members { kept[member].values[step] = operand[member].values[step] }
                if grid.isSingle { order += selection.sortedMembers }
            }
        }
        return grid.isSingle ? order.map { kept[$0] } : kept.filter { !$0.isEmpty }
    }
}

/// The best of what is offered: a heap with the worst on top, which goes when something better comes.
///
/// Among equals the ones that Prometheus keeps are kept, which depends on how a heap moves its members.
struct Selection {
    private let limit: Int
    private let isTop: Bool
    private var heap: [(value: Double, member: Int)] = []

    init(limit: Int, isTop: Bool) {
        self.limit = limit
        self.isTop = isTop
    }

    var members: [Int] { heap.map(\.member) }

    /// The best first, NaN last.
    var sortedMembers: [Int] {
        heap.enumerated().sorted { left, right in
            let (one, other) = (left.element.value, right.element.value)
            if one.isNaN || other.isNaN { return other.isNaN && (!one.isNaN || left.offset < right.offset) }
            return one == other ? left.offset < right.offset : isTop ? one > other : one < other
        }.map(\.element.member)
    }

    /// Whether the first is worse.
    private func isWorse(_ one: Double, _ other: Double) -> Bool { one.isNaN || (isTop ? one < other : one > other) }

    mutating func offer(_ value: Double, _ member: Int) {
        if heap.count < limit {
            heap.append((value, member))
            rise(heap.count - 1)
        } else if isTop ? heap[0].value < value : heap[0].value > value {
            replace(value, member)
        } else if heap[0].value.isNaN {
            replace(value, member)
        }
    }

    private mutating func replace(_ value: Double, _ member: Int) {
        heap.swapAt(0, heap.count - 1)
        sink(0, until: heap.count - 1)
        heap[heap.count - 1] = (value, member)
        rise(heap.count - 1)
    }

    private mutating func rise(_ place: Int) {
        var place = place
        while place > 0 {
            let parent = (place - 1) / 2
            guard isWorse(heap[place].value, heap[parent].value) else { return }
            heap.swapAt(place, parent)
            place = parent
        }
    }

    private mutating func sink(_ place: Int, until end: Int) {
        var place = place
        while 2 * place + 1 < end {
            var child = 2 * place + 1
            if child + 1 < end, isWorse(heap[child + 1].value, heap[child].value) { child += 1 }
            guard isWorse(heap[child].value, heap[place].value) else { return }
            heap.swapAt(place, child)
            place = child
        }
    }
}
