/// Everything that is wrong with a configuration, found in one go.
struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    /// One fault and where it is.
    struct Fault: Equatable, Sendable, CustomStringConvertible {
        enum Place: Equatable, Sendable {
            case line(Int)
            case variable(String)
            case file
        }

        let place: Place
        /// `[app] mcp_server_port`; nil where the file as a whole is at fault.
        let key: String?
        /// What is wrong and what is allowed.
        let message: String

        var description: String { [key, message].compactMap { $0 }.joined(separator: " ") }
    }

    let file: String
    let faults: [Fault]

    /// One line a fault: `config.toml:7: [app] mcp_server_port is 70000: allowed is …`.
    var description: String {
        faults.map { fault in
            switch fault.place {
            case .line(let line): "\(file):\(line): \(fault)"
            case .variable(let name): "environment variable \(name): \(fault)"
            case .file: "\(file): \(fault)"
            }
        }.joined(separator: "\n")
    }
}
