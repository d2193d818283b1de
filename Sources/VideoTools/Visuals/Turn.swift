import Foundation

/// Angles as parts of a whole turn.
enum Turn {
    static func sineAndCosine(_ turn: Double) -> (sine: Double, cosine: Double) {
        (sin(turn * 2 * .pi), cos(turn * 2 * .pi))
    }
}
