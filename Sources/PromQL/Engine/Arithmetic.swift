import Foundation

/// What operators do with two numbers.
enum Arithmetic {
    /// The result of an arithmetic operator, or 1 and 0 for whether a comparison holds.
    static func function(_ operation: BinaryOperator) -> (Double, Double) -> Double {
        switch operation {
        case .add: { $0 + $1 }
        case .subtract: { $0 - $1 }
        case .multiply: { $0 * $1 }
        case .divide: { $0 / $1 }
        case .modulo: { $0.truncatingRemainder(dividingBy: $1) }
        case .power: { pow($0, $1) }
        case .atan2: { Foundation.atan2($0, $1) }
        case .equal: { $0 == $1 ? 1 : 0 }
        case .notEqual: { $0 != $1 ? 1 : 0 }
        case .less: { $0 < $1 ? 1 : 0 }
        case .lessOrEqual: { $0 <= $1 ? 1 : 0 }
        case .greater: { $0 > $1 ? 1 : 0 }
        case .greaterOrEqual: { $0 >= $1 ? 1 : 0 }
        case .and, .or, .unless: { _, _ in .nan }
        }
    }

    /// As `function`, but a comparison that does not return a boolean yields the left value where it holds and nothing
    /// where it does not.
    static func filter(_ operation: BinaryOperator, returnsBool: Bool) -> (Double, Double) -> Double {
        guard operation.isComparison && !returnsBool else { return function(operation) }
        switch operation {
        case .equal: return { $0 == $1 ? $0 : .absent }
        case .notEqual: return { $0 != $1 ? $0 : .absent }
        case .less: return { $0 < $1 ? $0 : .absent }
        case .lessOrEqual: return { $0 <= $1 ? $0 : .absent }
        case .greater: return { $0 > $1 ? $0 : .absent }
        default: return { $0 >= $1 ? $0 : .absent }
        }
    }
}
