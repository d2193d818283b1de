/// Why nothing was sent, or what came back was not taken; it names neither URL nor address nor credentials.
struct OutboundError: Error, CustomStringConvertible {
    let description: String
    var isTimeout = false

    init(_ description: String, isTimeout: Bool = false) {
        self.description = description
        self.isTimeout = isTimeout
    }
}
