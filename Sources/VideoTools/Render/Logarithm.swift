import Foundation

/// The one function of Foundation that the pure parts need.
enum Logarithm {
    static func base10(_ value: Double) -> Double { log10(value) }
}
