/// A comparison of whole numbers with any value, as SQLite orders them: numbers before texts before bytes.
enum NumberBound {
    /// The whole numbers that hold, both ends inclusive; nil for none.
    static func range(_ comparison: EventsPlan.Comparison, _ value: SQLValue) -> ClosedRange<Int64>? {
        switch value {
        case .null: return nil
        case .int(let number): return range(comparison, floor: number, isWhole: true)
        case .real(let number):
            guard !number.isNaN else { return nil }
            if number >= 0x1p63 { return below(comparison) }
            if number < -0x1p63 { return above(comparison) }
            let floor = number.rounded(.down)
            return range(comparison, floor: Int64(floor), isWhole: floor == number)
        case .text, .blob: return below(comparison)
        }
    }

    private static func range(
        _ comparison: EventsPlan.Comparison, floor: Int64, isWhole: Bool
    ) -> ClosedRange<Int64>? {
        switch comparison {
        case .equal: isWhole ? floor...floor : nil
        case .less: isWhole ? (floor == .min ? nil : Int64.min...(floor - 1)) : Int64.min...floor
        case .lessOrEqual: Int64.min...floor
        case .greater: floor == .max ? nil : (floor + 1)...Int64.max
        case .greaterOrEqual: isWhole ? floor...Int64.max : (floor + 1)...Int64.max
        case .glob, .anyOf: nil
        }
    }

    /// Compared with something that lies after all whole numbers.
    private static func below(_ comparison: EventsPlan.Comparison) -> ClosedRange<Int64>? {
        comparison == .less || comparison == .lessOrEqual ? Int64.min...Int64.max : nil
    }

    /// Compared with something that lies before all whole numbers.
    private static func above(_ comparison: EventsPlan.Comparison) -> ClosedRange<Int64>? {
        comparison == .greater || comparison == .greaterOrEqual ? Int64.min...Int64.max : nil
    }
}
