extension Exposition.Format {
    /// What a scraper likes best of what there is (RFC 9110, section 12.5.1); text where it does not say.
    public init(accept: String?) {
        let wishes = (accept ?? "").split(separator: ",").map(Wish.init)
        let open = wishes.filter { $0.type == "application/openmetrics-text" && $0.isKnown }.map(\.quality).max() ?? 0
        let text = wishes.filter { ["text/plain", "text/*", "*/*"].contains($0.type) }.map(\.quality).max() ?? 0
        self = open > 0 && open >= text ? .openMetrics : .text
    }

    /// One item of an `Accept` header.
    private struct Wish {
        let type: String
        var quality = 1.0
        var isKnown = true

        init(_ text: Substring) {
            let parts = text.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
            type = parts.first ?? ""
            for part in parts.dropFirst() {
                if part.hasPrefix("q=") { quality = Double(part.dropFirst(2)) ?? 0 }
                if part.hasPrefix("version=") { isKnown = ["1.0.0", "0.0.1"].contains(part.dropFirst(8)) }
            }
        }
    }
}
