/// Breaks a title into at most four lines and finds the largest letters that fit.
struct TitleLayout: Equatable {
    let lines: [String]
    /// Font size in pixels, 56 to 190.
    let size: Int

    init(title: String, width: Double, height: Double) {
        let plain = title.split(whereSeparator: \.isWhitespace).map(String.init)
        let system = WritingSystem.of(title)
        // Ideographs break anywhere; other scripts between words.
        let units = system.joinsWords ? title.map(String.init) : plain
        let joiner = system.joinsWords ? "" : " "
        var best: (lines: [String], size: Int) = ([title], 0)
        for count in 1...4 where count <= max(1, units.count) {
            let lines = Self.balanced(units, count, joiner)
            let longest = lines.map { Self.width($0, system) }.max() ?? 1
            let size = min(190, width / max(longest, 0.5), height / (Double(count) * 1.08))
            // A further line must pay for itself.
            if Int(size) > best.size * 11 / 10 { best = (lines, Int(size)) }
        }
        self.size = max(56, best.size)
        self.lines = best.lines
    }

    /// The width of a line in units of the font size; capitals are about a third wider than small letters.
    private static func width(_ line: String, _ system: WritingSystem) -> Double {
        line.reduce(0) { width, character in
            width + (character == " " ? 0.19 : system.characterWidth * (character.isUppercase ? 1.33 : 1.05))
        }
    }

    /// Fills lines greedily to the smallest width at which `count` lines suffice.
    private static func balanced(_ units: [String], _ count: Int, _ joiner: String) -> [String] {
        let total = units.joined(separator: joiner).count
        for limit in max(1, total / count)...max(1, total) {
            let lines = filled(units, limit, joiner)
            if lines.count <= count { return lines }
        }
        return [units.joined(separator: joiner)]
    }

    private static func filled(_ units: [String], _ limit: Int, _ joiner: String) -> [String] {
        units.reduce(into: []) { lines, unit in
            if let last = lines.last, last.count + joiner.count + unit.count <= limit {
                lines[lines.count - 1] += joiner + unit
            } else {
                lines.append(unit)
            }
        }
    }
}
