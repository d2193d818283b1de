import ArgumentParser

/// The projections that a command is about.
struct ProjectionNames: ParsableArguments {
    @Argument(help: "Projections, such as task_board; all where none is named.")
    var names: [String] = []

    /// Nil for all.
    var chosen: [String]? { names.isEmpty ? nil : names }

    /// As the query of a route, with its question mark.
    ///
    /// A projection's name needs no escaping; any other is refused by the service, which says which there are.
    var query: String {
        let safe = names.map { $0.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) } }
        return safe.isEmpty ? "" : "?" + safe.map { "projection=\($0)" }.joined(separator: "&")
    }
}
