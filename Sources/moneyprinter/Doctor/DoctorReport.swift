import EventStore

/// What the doctor found, for people and for programs.
struct DoctorReport: Sendable {
    let parts: [Part]

    /// False where the default video cannot be made.
    var isHealthy: Bool { !parts.contains(where: \.isFatal) }

    var json: JSON { ["healthy": .bool(isHealthy), "parts": .array(parts.map(\.json))] }

    /// One line a part, two more for each gap, and what to run.
    var text: String {
        let width = parts.map { $0.name.count + 1 + ($0.version?.count ?? 0) }.max() ?? 0
        var lines = parts.flatMap { part in
            let title = [part.name, part.version].compactMap { $0 }.joined(separator: " ")
            let space = String(repeating: " ", count: width - title.count)
            return ["\(Self.word(part))  \(title)\(space)  \(part.detail)".trimmed] + Self.gap(part)
        }
        lines += [
            "", isHealthy ? "The default video can be made." : "The default video cannot be made: see the lines above.",
        ]
        if let command { lines += ["All Debian packages at once: \(command)"] }
        return lines.joined(separator: "\n")
    }

    private static func word(_ part: Part) -> String {
        switch part.state {
        case .ok: "ok     "
        case .limited: "LIMITED"
        case .missing: part.need == .required ? "MISSING" : "missing"
        }
    }

    private static func gap(_ part: Part) -> [String] {
        guard !part.isFine else { return [] }
        return ["           without it: \(part.cost)"] + (part.install.map { ["           to get it:  \($0)"] } ?? [])
    }

    /// One command for all missing packages; nil where none is missing.
    private var command: String? {
        let prefix = "apt-get install -y --no-install-recommends "
        let packages = parts.filter { !$0.isFine }.compactMap(\.install).filter { $0.hasPrefix(prefix) }
            .flatMap { $0.dropFirst(prefix.count).split(separator: " ") }
        return packages.isEmpty ? nil : prefix + Set(packages).sorted().joined(separator: " ")
    }
}
