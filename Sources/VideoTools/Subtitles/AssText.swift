import Foundation

/// The small parts an ASS file is made of.
enum AssText {
    /// Makes any text plain: no override tag, no line break and no drawing can come out of it.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\u{2060}"  // a word joiner ends the escape before it can begin
            case "{": escaped += "\\{"
            case "}": escaped += "\\}"
            case _
            where scalar.properties.generalCategory == .control || scalar.value == 0x2028 || scalar.value == 0x2029:
                escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// `h:mm:ss.cc` of a number of centiseconds.
    static func time(_ centiseconds: Int) -> String {
        let value = max(0, centiseconds)
        return "\(value / 360_000):\(pad(value / 6000 % 60)):\(pad(value / 100 % 60)).\(pad(value % 100))"
    }

    /// Seconds on the file's grid.
    static func centiseconds(_ seconds: Double) -> Int { Int((seconds * 100).rounded()) }

    /// A number as a tag takes it: with one decimal at most, and never in scientific form.
    static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let whole = abs(tenths) / 10
        let rest = abs(tenths) % 10
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
    }

    private static func pad(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
